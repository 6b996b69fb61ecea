/**
 * What the kernel's own C code needs for the same operation, in ns, best and median of many runs (gcc -O2, one thread,
 * the real xarray). The code is GPL and cannot be shipped, so its figures stand here and are marked as such.
 */
export const kernelFigures = {
  'alloc+free pair, 0 live': { base: [88, 117], v1: [153, 188], v2: [164, 195] },
  'alloc+free pair, 1k live': { base: [71, 95], v1: [124, 165], v2: [125, 170] },
  'alloc+free pair, 100k live': { base: [85, 108], v1: [141, 184], v2: [208, 233] },
  'free a random live id + alloc, 100k live': { base: [327, 428], v1: [790, 1001], v2: [985, 1084] },
  'find, random of 100k': { base: [12, 14], v1: [74, 78], v2: [19, 22] },
  'fill 2^20 ids, per alloc': { base: [119, 306], v1: [162, 415], v2: [218, 380] },
  'create one of 10,000 mm sets': { v1: [63, 94], v2: [56_000, 103_000] },
};

/** Highest median that counts as reached: a figure of the kernel, or a share of one. */
const targets = {
  'alloc+free pair, 0 live': () => kernelFigures['alloc+free pair, 0 live'].base[1],
  'alloc+free pair, 1k live': () => kernelFigures['alloc+free pair, 1k live'].base[1],
  'alloc+free pair, 100k live': (side) => kernelFigures['alloc+free pair, 100k live'][side][1],
  'free a random live id + alloc, 100k live': (side) =>
    kernelFigures['free a random live id + alloc, 100k live'][side][1] / 2,
  'find, random of 100k': (side) => kernelFigures['find, random of 100k'][side][1],
  'fill 2^20 ids, per alloc': (side) => kernelFigures['fill 2^20 ids, per alloc'][side][1] / 2,
  'create one of 10,000 mm sets': () => 1000,
};

/** The parts of a row that follow from its name and its side (`base`, `v1` or `v2`). */
export function besideKernel(side, name) {
  const figures = kernelFigures[name];
  if (figures === undefined) return { side, name };
  const [best, median] = figures[side] ?? [];
  return {
    side,
    name,
    target: { most: targets[name](side) },
    ...(median === undefined ? {} : { reference: { best, median, of: `kernel C, ${side}`, beside: figures } }),
  };
}
