/**
 * The style sheet of the HTML report: light and dark, wide and narrow, and on paper. Gmail knows no variables and
 * drops sheets of more than 8192 characters, so each colour stands before its variable, and the sheet is small.
 */
export const FONT =
  'system-ui, -apple-system, "Segoe UI", "Hiragino Sans", "Noto Sans CJK JP", "Noto Sans JP", sans-serif';

const SHEET = `
:root { color-scheme: light dark; --ink: #1c2333; --dim: #5c677b; --line: #e1e5ec; --ground: #f4f6f9; --card: #ffffff; --inset: #f4f6f9; --critical: #b3261e; --critical-ground: #fdecea; --warning: #8a5a00; --warning-ground: #fff4dc; --info: #3a5a8c; --fine: #17693a; --fine-ground: #e3f5ea; --bar: #e0792b; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf1; --dim: #9ba7ba; --line: #323b4a; --ground: #12161d; --card: #1a202a; --inset: #12161d; --critical: #ff9a91; --critical-ground: #4a1f1c; --warning: #f3c871; --warning-ground: #43330f; --info: #93b7f0; --fine: #86dfab; --fine-ground: #14392a; --bar: #e0792b; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.6 ${FONT}; }
main { max-width: 1080px; margin: 0 auto; padding: 28px 16px 56px; }
header { margin: 0 0 20px; }
.brand { margin: 0; color: var(--dim); font-size: .85rem; font-weight: 600; letter-spacing: .06em; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 2px 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 1.08rem; line-height: 1.4; margin: 0 0 10px; overflow-wrap: anywhere; }
.period { margin: 0 0 16px; color: var(--dim); overflow-wrap: anywhere; }
.verdict { display: inline-block; margin-left: 6px; padding: 1px 12px; border-radius: 999px; color: var(--fine); background: var(--fine-ground); }
.verdict.warning { color: var(--warning); background: var(--warning-ground); }
.verdict.critical { color: var(--critical); background: var(--critical-ground); }
.tiles, .tiles tbody { display: block; width: 100%; }
.tiles tr { display: grid; grid-template-columns: repeat(auto-fit, minmax(100px, 1fr)); gap: 12px; }
.tiles tr > td { display: block; padding: 12px 8px !important; border: 1px solid var(--line); border-radius: 12px; background: var(--card); color: var(--dim); font-size: .88rem; line-height: 1.35; }
.tiles tbody tr:last-child > td { border-bottom: 1px solid var(--line); }
.tiles b { color: var(--ink); font-size: 1.6rem; font-weight: 650; font-variant-numeric: tabular-nums; }
section, article { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 16px 18px; margin: 0 0 16px; min-width: 0; }
.note { background: var(--warning-ground); color: var(--ink); border-radius: 12px; padding: 10px 16px; margin: 0 0 16px; overflow-wrap: anywhere; }
.finding p, .finding ul { margin: 0 0 8px; overflow-wrap: anywhere; }
.finding ul { padding-left: 22px; }
.finding h2 { margin: 0 0 6px; font-size: 1.15rem; }
.severity { font-size: .78rem; font-weight: 700; letter-spacing: .05em; text-transform: uppercase; color: var(--info); }
.critical .severity { color: var(--critical); }
.warning .severity { color: var(--warning); }
details { margin: 8px 0 0; }
summary { cursor: pointer; color: var(--dim); font-size: .88rem; }
pre { margin: 8px 0 0; padding: 10px 12px; background: var(--inset); border-radius: 8px; font: 12px/1.55 ui-monospace, "SFMono-Regular", Menlo, Consolas, "Noto Sans Mono CJK JP", monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.place { color: var(--dim); }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 600; color: var(--dim); font-size: .82rem; line-height: 1.35; vertical-align: bottom; }
th, td { padding: 5px 14px 5px 0; border-bottom: 1px solid var(--line); }
td { vertical-align: top; }
th:last-child, td:last-child { padding-right: 0; }
tbody tr:last-child > * { border-bottom: 0; }
[align="right"] { text-align: right; white-space: nowrap; }
.name { overflow-wrap: break-word; max-width: 14em; }
.long { width: 100%; overflow-wrap: anywhere; min-width: 13em; }
.bar { width: 90px; min-width: 90px; vertical-align: middle; }
.bar span { display: block; height: 8px; border-radius: 4px; background: var(--bar); opacity: .8; }
.dim { color: var(--dim); margin: 8px 0 0; font-size: .88rem; }
.who { color: var(--dim); font-size: .85rem; }
.who span { display: inline-block; }
.totals .long { min-width: 0; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(440px, 100%), 1fr)); gap: 0 16px; align-items: start; }
.wide { grid-column: 1 / -1; }
.chart { display: block; width: 100%; height: auto; }
.chart text { fill: var(--dim); font-size: 15px; }
.chart line { stroke: var(--line); }
.legend { margin: 0 0 6px; color: var(--dim); font-size: .85rem; }
.key { display: inline-block; margin-right: 16px; }
.swatch { display: inline-block; width: 10px; height: 10px; border-radius: 3px; margin-right: 6px; }
footer { color: var(--dim); font-size: .85rem; overflow-wrap: anywhere; }
@media (max-width: 560px) { .bar, .minor { display: none; } .long { min-width: 10em; } .name { max-width: 8em; } .chart text { font-size: 21px; } section, article { padding: 14px; } }
@media print { :root { --ink: #000; --dim: #444; --ground: #fff; --card: #fff; --inset: #f4f4f4; } main { max-width: none; padding: 0; } section, article { break-inside: avoid; } .columns { display: block; } }
`;

export const STYLE = withColours(SHEET);

/** `color: var(--ink)` becomes `color: #1c2333; color: var(--ink)`: who knows no variables takes the light colour. */
function withColours(sheet: string): string {
  const light = new Map<string, string>();
  for (const [, name, value] of /:root \{(.*?)\}/.exec(sheet)![1]!.matchAll(/(--[\w-]+): ([^;]+);/g))
    light.set(name!, value!);
  return sheet.replace(/[\w-]+: [^;{}]*var\(--[^;{}]*;/g, (declaration) => {
    const plain = declaration.replace(
      /var\((--[\w-]+)\)/g,
      (whole, name: string) => light.get(name) ?? whole,
    );
    return `${plain} ${declaration}`;
  });
}
