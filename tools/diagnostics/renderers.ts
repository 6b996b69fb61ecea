/** Every format that a report can be printed in. */
import type { Renderer } from './report.js';
import { renderGithub } from './render-github.js';
import { renderJson, renderNdjson } from './render-json.js';
import { renderJunit } from './render-junit.js';
import { renderMarkdown } from './render-markdown.js';
import { renderSarif } from './render-sarif.js';
import { renderTerse } from './render-terse.js';
import { renderText } from './render-text.js';

export const renderers = {
  text: renderText,
  terse: renderTerse,
  json: renderJson,
  ndjson: renderNdjson,
  sarif: renderSarif,
  junit: renderJunit,
  github: renderGithub,
  md: renderMarkdown,
} as const satisfies Readonly<Record<string, Renderer>>;

export type Format = keyof typeof renderers;
