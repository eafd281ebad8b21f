// How the quickstart looks: short sections, aligned columns, bold and dim where the terminal can show them.

export interface Printer {
  title(text: string, note: string): void;
  section(text: string, call: string): void;
  /** Lines of cells, each column as wide as its widest cell. */
  rows(rows: readonly (readonly string[])[]): void;
  text(text: string): void;
  /** Something beside the point. */
  note(text: string): void;
}

const WIDTH = 78;

export function createPrinter(write: (line: string) => void, isTty: boolean): Printer {
  const bold = (text: string) => (isTty ? `\u001b[1m${text}\u001b[22m` : text);
  const dim = (text: string) => (isTty ? `\u001b[2m${text}\u001b[22m` : text);
  const apart = (left: string, right: string) =>
    bold(left) + ' '.repeat(Math.max(2, WIDTH - left.length - right.length)) + dim(right);
  let sections = 0;
  return {
    title: (text, note) => write(`${apart(text, note)}\n${dim('─'.repeat(WIDTH))}`),
    section: (text, call) => write(`\n${apart(`${++sections}  ${text}`, call)}`),
    rows: (rows) => {
      const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
      for (const row of rows) {
        const cells = row.map((cell, column) => cell.padEnd(widths?.[column] ?? 0));
        write(`     ${cells.join('  ').trimEnd()}`);
      }
    },
    text: (text) => write(`   ${text}`),
    note: (text) => write(dim(`   ${text}`)),
  };
}

/** Whether the standard output is a terminal whose user wants styles. */
export function wantsStyle(): boolean {
  return process.stdout.isTTY === true && !process.env.NO_COLOR;
}
