// Which token an operation needs, where the text about its Authorization header differs from its security scheme.

import type { OpenApi, Operation } from '../../openapi/document.ts';
import { eachOperation, parametersOf } from '../../openapi/operations.ts';
import type { OverlayAction } from '../overlay-document.ts';
import { operationTarget } from '../target.ts';
import { isOwned } from './headers.ts';

const withUser = 'BearerPartnerUser';

const withoutUser = 'BearerPartner';

/** Follows the text: it was written for the operation, the scheme was copied. */
export function* securityActions(doc: OpenApi): Generator<OverlayAction> {
  for (const place of eachOperation(doc)) {
    const { operation } = place;
    const scheme = onlyScheme(operation);
    const header = parametersOf(doc, place).find((each) => isOwned(each) && /^auth/i.test(each.name));
    const wanted = wantedTokens([header?.description, operation.description]);
    if (!scheme || !wanted || scheme === wanted) continue;
    const description =
      wanted === withUser
        ? 'The text about Authorization names the user token beside the partner token.'
        : 'The text about Authorization names the partner token alone; a user token is sent anyway when there is one.';
    const at = operationTarget(operation);
    yield { target: `${at}.security`, description, remove: true };
    yield { target: at, description, update: { security: [{ [wanted]: [] }] } };
  }
}

function onlyScheme(operation: Operation): string | undefined {
  const names = (operation.security ?? []).flatMap((each) => Object.keys(each));
  return names.length === 1 && [withUser, withoutUser].includes(names[0]!) ? names[0] : undefined;
}

/** What the texts ask for; undefined where they say nothing, or call the user token optional. */
function wantedTokens(texts: unknown[]): string | undefined {
  const [header, prose] = texts.map((text) => (typeof text === 'string' ? text : ''));
  const sentence = /[^.;]*\bAuthorization\b[^.;]*/i.exec(prose ?? '')?.[0] ?? '';
  // "Security names the user token; the Authorization text names the partner token only": only the second half counts.
  const text = header || sentence;
  if (text === '' || /optional/i.test(text)) return undefined;
  if (/partner token (only|alone)/i.test(text)) return withoutUser;
  return /user[ _]?token|partner and user tokens?/i.test(text) ? withUser : undefined;
}
