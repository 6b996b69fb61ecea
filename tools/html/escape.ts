/** Text of strangers in HTML. */

const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Escapes what HTML means something by, and shows invisible characters as a replacement sign. */
export function escapeHtml(text: string): string {
  return text
    .replace(unseen, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** An id out of a name, so that links hold between versions of a report. */
export function anchor(...parts: readonly (string | number)[]): string {
  return parts
    .map(String)
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 120);
}
