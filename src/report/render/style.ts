/** The style sheet of the HTML report. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1d2433; --dim: #5b6577; --line: #d9dee7; --ground: #f6f7f9; --card: #ffffff; --critical: #b3261e; --warning: #9a6700; --info: #3a5a8c; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e8ef; --dim: #9aa5b8; --line: #343c4a; --ground: #14181f; --card: #1c222c; --critical: #ff8a80; --warning: #f0c36d; --info: #8fb4ee; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.55 system-ui, -apple-system, "Segoe UI", "Hiragino Sans", "Noto Sans CJK JP", "Noto Sans JP", sans-serif; }
main { max-width: 880px; margin: 0 auto; padding: 24px 16px 48px; }
h1 { font-size: 1.45rem; line-height: 1.3; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; margin: 0 0 10px; overflow-wrap: anywhere; }
.essence { margin: 0 0 20px; color: var(--dim); }
section, article { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px 18px; margin: 0 0 16px; }
.note { background: var(--card); border: 1px solid var(--warning); border-radius: 10px; padding: 10px 16px; margin: 0 0 16px; }
.finding { border-left: 5px solid var(--info); }
.finding.critical { border-left-color: var(--critical); }
.finding.warning { border-left-color: var(--warning); }
.severity { margin: 0; font-size: .8rem; font-weight: 600; letter-spacing: .04em; text-transform: uppercase; color: var(--info); }
.critical .severity { color: var(--critical); }
.warning .severity { color: var(--warning); }
.finding p, .finding ul { margin: 0 0 8px; }
.finding ul { padding-left: 20px; overflow-wrap: anywhere; }
pre { margin: 0; padding: 10px 12px; background: var(--ground); border-radius: 6px; font: 12px/1.5 ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 600; color: var(--dim); font-size: .85rem; }
th, td { padding: 4px 10px 4px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tbody tr:last-child > * { border-bottom: 0; }
.totals th[scope=row] { color: inherit; font-weight: 400; font-size: inherit; }
.number { text-align: right; white-space: nowrap; }
.long { width: 100%; overflow-wrap: anywhere; min-width: 14em; }
.dim { color: var(--dim); }
.chart { width: 100%; height: auto; }
.chart text { fill: var(--dim); font-size: 11px; }
.chart line { stroke: var(--line); }
.legend { margin: 6px 0 0; color: var(--dim); font-size: .85rem; }
.key { margin-right: 14px; }
footer { color: var(--dim); font-size: .85rem; overflow-wrap: anywhere; }
@media print { body { background: #fff; } section, article { break-inside: avoid; } }
`;
