// What a media type says of its content: text, or bytes.

/** The media type without its parameters, in lower case; `undefined` where none is given. */
export function essenceOf(type: string | null | undefined): string | undefined {
  return type?.replace(/;.*/s, '').trim().toLowerCase() || undefined;
}

/** Text, JSON, XML and forms are text; everything else is bytes, whatever words stand in its name or parameters. */
export function isText(essence: string): boolean {
  return /^(text\/.+|application\/(x-)?(json|xml|www-form-urlencoded)|.+\+(json|xml))$/.test(essence);
}
