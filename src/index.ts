/** What a TypeScript program may use of Sekisho; the command line and the page are users of the same. */
export { ERRORS, type ErrorCode, SekishoError } from './config/error.ts';
export type { Finding } from './findings/finding.ts';
export type { Language } from './i18n/language.ts';
export { Correlator } from './maillog/correlate/correlator.ts';
export type { Observer } from './maillog/correlate/observer.ts';
export type * from './maillog/event.ts';
export { makeReport, type ReportOptions } from './report/make.ts';
export type { Report } from './report/model.ts';
export { readQueue } from './report/queue.ts';
export { type HtmlOptions, renderHtml } from './report/render/html.ts';
export { renderJson } from './report/render/json.ts';
export { renderText, type TextOptions } from './report/render/text.ts';
