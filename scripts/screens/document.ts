// Documents with screens: a block ```console holds a command after `$`, and below it what the command prints.
import { createStage, type Stage } from './stage.ts';

const block = /^```console\n(\$ [^\n]*\n)[\s\S]*?^```$/gm;

/** The document with every screen as the commands print it now. */
export async function withScreens(text: string): Promise<string> {
  const stage = await createStage();
  try {
    const screens: string[] = [];
    // One after the other, as a reader would type them.
    for (const [, line] of text.matchAll(block)) screens.push(await screenOf(stage, line!));
    return text.replace(block, () => screens.shift()!);
  } finally {
    await stage.close();
  }
}

async function screenOf(stage: Stage, line: string): Promise<string> {
  const printed = await stage.run(wordsOf(line.slice(2).trim()));
  return `\`\`\`console\n${line}${printed.trimEnd()}\n\`\`\``;
}

/** The words of a command line; quotes hold one together. */
export function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
}
