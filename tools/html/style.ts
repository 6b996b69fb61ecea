/** The style sheet of a report: no script, no picture, no font from elsewhere. */
import type { Palette } from './palette.js';
import { dark, light } from './palette.js';

function variables(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, value]) => `--${name}:${String(value)}`)
    .join(';');
}

export const style = `
:root{color-scheme:light dark;${variables(light)}}
@media (prefers-color-scheme:dark){:root{${variables(dark)}}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:1rem/1.5 system-ui,sans-serif}
header,main,nav,footer{max-width:80rem;margin:0 auto;padding:0 1rem}
h1{font-size:1.4rem;overflow-wrap:anywhere}h2{font-size:1.15rem;margin-top:2rem}h3{font-size:1rem}
a{color:var(--link)}a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-100rem}.skip:focus{position:static}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1rem;padding:0}
nav a,summary{display:inline-block;min-height:24px}
table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:600;padding:.25rem 0}
th,td{text-align:left;vertical-align:top;padding:.25rem .5rem;border-bottom:1px solid var(--muted);overflow-wrap:anywhere}
code,pre,.diff td{font-family:ui-monospace,monospace;font-size:.875rem}
.scroll{overflow-x:auto}
.diff td,.diff th{border:0;padding:0 .5rem;white-space:pre-wrap}
.diff th{color:var(--muted);font-weight:400;text-align:right;user-select:none;width:1%}
.diff .note td{white-space:normal;font-family:inherit;background:var(--panel);border-left:4px solid var(--error);padding:.5rem}
.diff ins{background:var(--add);text-decoration:none;display:block}.diff del{background:var(--del);text-decoration:none;display:block}
.diff .hunk th{text-align:left;background:var(--panel);width:auto}
.error,.open{color:var(--error);font-weight:600}.ok{color:var(--ok)}.muted{color:var(--muted)}
:target{outline:2px solid var(--link)}
summary{cursor:pointer}
details{border:1px solid var(--muted);padding:.5rem;margin:.5rem 0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem}dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}
@media print{a[href^=http]::after{content:" (" attr(href) ")"}details{break-inside:avoid-page}}
@media (forced-colors:active){.diff ins,.diff del{border-left:3px solid}}
`;
