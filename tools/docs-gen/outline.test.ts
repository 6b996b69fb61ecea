import { describe, expect, it } from 'vitest';
import { deadLinks, outlineOf } from './outline.js';

const page =
  '# A page\n\nSee [that](b.md#two-words), ![it](c.svg).\n\n```sh\n# no heading\n[no](link.md)\n```\n\n## Two words\n';

describe('the outline of a document', () => {
  it('has headings with their anchors, links and code, and takes code for nothing else', () => {
    expect(outlineOf(page)).toEqual({
      headings: [
        { level: 1, anchor: 'a-page' },
        { level: 2, anchor: 'two-words' },
      ],
      links: ['b.md#two-words', 'c.svg'],
      fences: [{ language: 'sh', text: '# no heading\n[no](link.md)\n', line: 6 }],
    });
  });
});

describe('dead links', () => {
  const documents = new Map([
    [
      'docs/a.md',
      '[1](b.md) [2](b.md#there) [3](b.md#gone) [4](x/c.md) [5](#here) [6](#nope) [7](https://a.invalid/)\n\n# Here\n',
    ],
    ['docs/b.md', '# There\n\n[up](../LICENSE) [gone](../NONE)\n'],
  ]);

  it('are those to a missing file or heading', () => {
    expect(deadLinks(documents, (path) => path === 'LICENSE')).toEqual([
      'docs/a.md: b.md#gone',
      'docs/a.md: x/c.md',
      'docs/a.md: #nope',
      'docs/b.md: ../NONE',
    ]);
  });
});
