/** Colours that keep their contrast for readers with and without red-green sight; every pair is held by a test. */

export interface Palette {
  readonly page: string;
  readonly panel: string;
  readonly add: string;
  readonly del: string;
  readonly text: string;
  readonly muted: string;
  readonly link: string;
  readonly error: string;
  readonly ok: string;
}

export const light: Palette = {
  page: '#ffffff',
  panel: '#f6f8fa',
  add: '#e6f6ff',
  del: '#fff0e0',
  text: '#1f2328',
  muted: '#4d5561',
  link: '#0a4da3',
  error: '#a40e26',
  ok: '#0f5a2a',
};

export const dark: Palette = {
  page: '#0f1216',
  panel: '#171b21',
  add: '#0d2a44',
  del: '#3a2210',
  text: '#e9eef4',
  muted: '#b3bcc7',
  link: '#9fd0ff',
  error: '#ffb3b3',
  ok: '#a9e5b8',
};

/** Contrast of two colours `#rrggbb` as WCAG defines it, from 1 to 21. */
export function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
