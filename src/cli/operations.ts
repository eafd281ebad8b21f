// `altegio-sdk operations`: searches the operations of all APIs.
import type { Command } from 'commander';
import { factsOf, helpLines, listLines } from './operation/help.ts';
import { allOperations, apiNames, checkApi, type Listed } from './operation/list.ts';
import { exitCodes } from './support/failure.ts';
import { jsonText, painter, print, type Terminal } from './support/terminal.ts';

interface Options {
  api?: string[];
  paged?: boolean;
  json?: boolean;
}

export function addOperations(program: Command, terminal: Terminal, end: (code: number) => void): void {
  program
    .command('operations')
    .summary('search operations by id, path, tag and text')
    .description(
      'Lists the operations that hold every word in their id, method, path, tag, summary or rights, the best match first. A single match is shown in full.',
    )
    .argument('[words...]', 'words to search for; none lists everything')
    .option('--api <name...>', `only of these APIs (${apiNames.join(', ')})`)
    .option('--paged', 'only lists that have pages')
    .option('--json', 'one JSON array')
    .action(async (words: string[], options: Options) => {
      end(await showOperations(words, options, terminal));
    });
}

async function showOperations(words: string[], options: Options, terminal: Terminal): Promise<number> {
  const { stdout, stderr, env } = terminal;
  const every = allOperations(options.api?.map(checkApi));
  const found = search(every, words).filter(({ operation }) => !options.paged || operation.paging);
  if (options.json) await print(stdout, jsonText(found.map(factsOf), true));
  else if (found.length === 0) stderr.write(`No operation holds ${words.join(' and ') || 'this'}.\n`);
  else await print(stdout, `${textOf(found, painter(stdout, env)).join('\n')}\n`);
  return found.length === 0 ? exitCodes.failed : exitCodes.done;
}

function textOf(found: readonly Listed[], paint: ReturnType<typeof painter>): string[] {
  if (found.length === 1) return helpLines(found[0]!, paint);
  return [...found.flatMap((each) => listLines(each, paint)), paint('dim', `${found.length} operations`)];
}

/** Those that hold every word. A hit in the id counts for most, one in the texts for least. */
export function search(operations: readonly Listed[], words: readonly string[]): Listed[] {
  const wanted = words.flatMap((word) => word.toLowerCase().split(/\s+/)).filter((word) => word !== '');
  if (wanted.length === 0) return [...operations];
  const scored = operations.flatMap((each) => {
    const scores = wanted.map((word) => scoreOf(each, word));
    return scores.includes(0) ? [] : [{ each, score: scores.reduce((sum, score) => sum + score, 0) }];
  });
  return scored.sort((one, other) => other.score - one.score).map(({ each }) => each);
}

function scoreOf({ name, operation, described }: Listed, word: string): number {
  const { id, method, path, canonical, aliases } = operation;
  if (id === word || name === word) return 100;
  if (id!.split('_').includes(word)) return 8;
  if (id!.includes(word)) return 6;
  const isIn = (text: string | undefined) => text?.toLowerCase().includes(word);
  if ([path, canonical, ...aliases].some(isIn) || isIn(method)) return 4;
  if (isIn(described.tag)) return 3;
  return isIn(described.summary) || isIn(described.rights) ? 1 : 0;
}
