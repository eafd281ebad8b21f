// Finds many words in a text in one pass (Aho and Corasick, 1975): the time grows with the length of both, whatever
// they have in common. A regular expression of thousands of alternatives does not.

/** A part of a text: its first position, and the one after its last. */
export type Range = [start: number, end: number];

/**
 * Makes a search for all of `words` at once.
 *
 * @param words the words, none of them empty
 * @returns finds the parts of a text that words cover, in order; words that overlap make one part
 */
export function finder(words: Iterable<string>): (text: string) => Range[] {
  const sorted = [...words].sort();
  const size = sorted.reduce((sum, word) => sum + word.length, 1);
  // A trie, level by level. The children of a node stand side by side, sorted by character.
  const unit = new Uint16Array(size);
  const firstChild = new Int32Array(size);
  const children = new Int32Array(size);
  /** The node of the longest proper suffix that is in the trie too. */
  const suffix = new Int32Array(size);
  /** Length of the longest word that ends here. */
  const longest = new Int32Array(size);

  function step(node: number, wanted: number): number {
    for (let from = node; ; from = suffix[from]!) {
      let low = firstChild[from]!;
      let high = low + children[from]!;
      while (low < high) {
        const middle = (low + high) >> 1;
        const found = unit[middle]!;
        if (found === wanted) return middle;
        if (found < wanted) low = middle + 1;
        else high = middle;
      }
      if (from === 0) return 0;
    }
  }

  const nodeOf = new Int32Array(sorted.length);
  let open = sorted.map((_, index) => index);
  let last = 0;
  for (let depth = 0; open.length > 0; depth++) {
    const longer: number[] = [];
    for (const index of open) {
      const word = sorted[index]!;
      const node = nodeOf[index]!;
      const own = word.charCodeAt(depth);
      // Words that share this node follow each other, and so do those that share this character.
      if (children[node] === 0 || unit[last] !== own) {
        // A suffix is shorter, so its children are there already.
        const next = depth > 0 ? step(suffix[node]!, own) : 0;
        last++;
        if (children[node]!++ === 0) firstChild[node] = last;
        unit[last] = own;
        suffix[last] = next;
        longest[last] = longest[next]!;
      }
      nodeOf[index] = last;
      if (word.length > depth + 1) longer.push(index);
      else longest[last] = word.length;
    }
    open = longer;
  }

  return (text) => {
    const found: Range[] = [];
    let node = 0;
    for (let end = 1; end <= text.length; end++) {
      node = step(node, text.charCodeAt(end - 1));
      if (longest[node] === 0) continue;
      let start = end - longest[node]!;
      for (let last = found.at(-1); last && last[1] > start; last = found.at(-1)) {
        start = Math.min(start, last[0]);
        found.pop();
      }
      found.push([start, end]);
    }
    return found;
  };
}
