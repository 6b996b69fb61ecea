/** What `--version` prints. */
import { readFileSync } from 'node:fs';

/** Version of pintle and of the TypeScript inside ts-morph, which judges the user's code whatever else is installed. */
export async function versionText(): Promise<string> {
  const { ts } = await import('ts-morph');
  return `pintle ${ownVersion()}\ntypescript ${ts.version} (inside ts-morph)\nnode ${process.versions.node}\n`;
}

/** Version from package.json, beside `dist` when built and two folders up in a checkout. */
export function ownVersion(): string {
  for (const place of ['../../../package.json', '../../package.json']) {
    try {
      const parsed: unknown = JSON.parse(readFileSync(new URL(place, import.meta.url), 'utf8'));
      if (
        typeof parsed === 'object' &&
        parsed !== null &&
        'name' in parsed &&
        parsed.name === 'pintle' &&
        'version' in parsed
      ) {
        return String(parsed.version);
      }
    } catch {
      continue;
    }
  }
  return 'unknown';
}
