/** What a TypeScript program may use of Sekisho; the command line and the page are users of the same. */
export { ERRORS, type ErrorCode, SekishoError } from './config/error.ts';
export type { Answer, Failure, Question, RecordData, RecordType, Resolver } from './dns/resolver.ts';
export { parseServer, type Server, serverText } from './dns/server.ts';
export { type StubOptions, type StubResolver, stubResolver } from './dns/stub.ts';
export { type BreakerAnswer, type BreakerOptions, CircuitBreaker } from './dnsbl/breaker.ts';
export { ZONES } from './dnsbl/catalogue/zones.ts';
export { type Found, findZone, likeZones } from './dnsbl/find.ts';
export { type Health, zoneHealth } from './dnsbl/health.ts';
export { type Looked, Lookup, type LookupOptions } from './dnsbl/lookup.ts';
export { namedZones, type Planned, wholeCatalogue } from './dnsbl/plan.ts';
export { readSubject, type Subject } from './dnsbl/question.ts';
export { askSentinel, type Verdict } from './dnsbl/sentinel.ts';
export type { Zone } from './dnsbl/zone.ts';
export type { Finding } from './findings/finding.ts';
export type { Language } from './i18n/language.ts';
export { Correlator } from './maillog/correlate/correlator.ts';
export type { Observer } from './maillog/correlate/observer.ts';
export type * from './maillog/event.ts';
export { type Address, formatAddress, parseAddress, plainOf } from './net/address.ts';
export {
  formatNetwork,
  lastOf,
  type Network,
  networkOf,
  parseNetwork,
  type ReadNetwork,
} from './net/network.ts';
export { NetworkSet, type Range } from './net/network-set.ts';
export { arpaName, reverseName } from './net/reverse.ts';
export { type Configuration, effective, written } from './postfix/configuration.ts';
export { readConfiguration } from './postfix/read.ts';
export { openTable, type TableWorld } from './postfix/tables/open.ts';
export type { Table } from './postfix/tables/table.ts';
export { makeReport, type ReportOptions } from './report/make.ts';
export type { Report } from './report/model.ts';
export { readQueue } from './report/queue.ts';
export { type HtmlOptions, renderHtml } from './report/render/html.ts';
export { renderJson } from './report/render/json.ts';
export { renderText, type TextOptions } from './report/render/text.ts';
export type { Attempt } from './restrictions/attempt.ts';
export { attemptOf, policyRequest, readAttributes } from './restrictions/attributes.ts';
export { compileRules, publicService } from './restrictions/compile.ts';
export { type Evaluation, evaluate } from './restrictions/evaluate.ts';
export { type Facts, NO_FACTS, needText } from './restrictions/facts.ts';
export { evaluateAsking, KnownFacts, type Sources } from './restrictions/facts-known.ts';
export { Gathered } from './restrictions/replay/gathered.ts';
export { type Replayed, replay } from './restrictions/replay/replay.ts';
export { authenticationResults, receivedSpf } from './spf/headers.ts';
export { Spf, type SpfOptions } from './spf/spf.ts';
export type { Request as SpfRequest, Verdict as SpfVerdict } from './spf/verdict.ts';
