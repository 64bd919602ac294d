import { t } from '@vscode/l10n';
import type { Usage } from '@anthropic-ai/sdk/resources/messages';
import type {
  SpendDay,
  SpendGroup,
  SpendOfBudget,
  SpendReport,
  SpendStrategy,
  SpendSum,
} from '../../shared/spendProtocol';
import type { Pricing } from '../models/model';
import type { Prices } from '../models/prices';
import { costUsd } from './cost';
import { daysOf, midnightOf, monthStartOf, periodsOf, spanOf } from './period';
import type { LedgerRow } from './row';
import { promptTokens, withoutCache } from './usage';

export interface ReportOptions {
  readonly now: Date;
  /** This month where it is undefined. */
  readonly periodId: string | undefined;
  readonly prices: Prices;
  /** In the user's language. */
  readonly pricesAsOf: string;
  readonly locale: string;
  /** The line of a model, or "other". */
  readonly lineOf: (modelId: string) => string;
  readonly modelName: (modelId: string) => string;
  readonly taskName: (task: string) => string;
  /** The models that "all on one line" means; `opus` is also the list price that routing saves. */
  readonly strategyModels: Readonly<Record<StrategyLine, string>>;
  readonly budgets: {
    readonly perDayUsd?: number | undefined;
    readonly perMonthUsd?: number | undefined;
  };
  readonly problems: readonly string[];
  /** Lets others have the thread, between pieces of the work. */
  readonly breathe?: () => Promise<void>;
}

type StrategyLine = 'haiku' | 'sonnet' | 'opus';
const STRATEGY_LINES: readonly StrategyLine[] = ['opus', 'sonnet', 'haiku'];

/** So many rows take a few milliseconds. */
const ROWS_AT_ONCE = 2000;

/** What was spent in a period, on what, and what it would have cost in other ways. */
export async function reportOf(
  rows: readonly LedgerRow[],
  options: ReportOptions,
): Promise<SpendReport> {
  const { now, locale, prices, breathe = nextTask } = options;
  const span = spanOf(options.periodId, rows, now, locale);
  const days = daysOf(span);
  const tally = new Tally(options, days);
  const today = new Sum();
  const month = new Sum();
  const midnight = midnightOf(now);
  const monthStart = monthStartOf(now);
  let future = 0;
  for (const [index, row] of rows.entries()) {
    if (index % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) await breathe();
    if (row.state === 'unbilled') continue;
    const pricing = prices.pricingOf(row.model);
    const usd = row.usage ? costUsd(row.usage, pricing) : pricing && 0;
    if (row.atMs > now.getTime()) future += 1;
    if (row.atMs >= midnight) today.add(row, usd);
    if (row.atMs >= monthStart) month.add(row, usd);
    if (row.atMs >= span.startMs && row.atMs < span.endMs) tally.add(row, usd, pricing);
  }
  const problems = [...options.problems];
  if (future > 0) {
    problems.push(
      t('Requests from the future: {0}. The clock was set back; they count as of today.', future),
    );
  }
  return {
    period: { id: span.id, name: span.name },
    periods: periodsOf(rows, now, locale),
    pricesAsOf: options.pricesAsOf,
    today: ofBudget(today, options.budgets.perDayUsd),
    month: ofBudget(month, options.budgets.perMonthUsd),
    ...tally.result(),
    problems,
  };
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function ofBudget({ usd, estimatedRequests }: Sum, budgetUsd: number | undefined): SpendOfBudget {
  return { usd, estimated: estimatedRequests > 0, budgetUsd };
}

class Sum {
  requests = 0;
  usd = 0;
  estimatedUsd = 0;
  estimatedRequests = 0;
  unpricedRequests = 0;

  /** @param usd undefined where no price is known */
  add({ state }: LedgerRow, usd: number | undefined): void {
    this.requests += 1;
    if (usd === undefined) this.unpricedRequests += 1;
    this.usd += usd ?? 0;
    if (state === 'exact') return;
    this.estimatedRequests += 1;
    this.estimatedUsd += usd ?? 0;
  }

  result(): SpendSum {
    const { requests, usd, estimatedUsd, estimatedRequests, unpricedRequests } = this;
    return { requests, usd, estimatedUsd, estimatedRequests, unpricedRequests };
  }
}

/** Sums by a key, in the order of their dollars. */
class Groups {
  private readonly sums = new Map<string, Sum>();

  add(key: string, row: LedgerRow, usd: number | undefined): void {
    let sum = this.sums.get(key);
    if (!sum) this.sums.set(key, (sum = new Sum()));
    sum.add(row, usd);
  }

  result(nameOf: (key: string) => string): SpendGroup[] {
    return [...this.sums]
      .map(([key, sum]) => ({ key, name: nameOf(key), ...sum.result() }))
      .toSorted((a, b) => b.usd - a.usd || b.requests - a.requests);
  }
}

/** A way in which the same requests might have been made, and what that would have cost. */
interface WhatIf {
  readonly id: string;
  readonly name: string;
  readonly usage: (usages: WhatIfUsages) => Usage;
  /** The price of another model; that of the row's own where it is left out. */
  readonly pricing?: Pricing | undefined;
  usd: number;
}

interface WhatIfUsages {
  readonly asItWas: Usage;
  readonly uncached: Usage;
  readonly batched: Usage;
}

/** Adds up the rows of the period. */
class Tally {
  private readonly total = new Sum();
  private readonly models = new Groups();
  private readonly tasks = new Groups();
  private readonly conversations = new Groups();
  private readonly branches = new Groups();
  private readonly perDay: Map<string, number>[];
  private readonly whatIfs: readonly WhatIf[];
  private dayIndex = 0;
  private promptTokens = 0;
  private readTokens = 0;
  private batchSavedUsd = 0;

  constructor(
    private readonly options: ReportOptions,
    private readonly days: readonly { readonly day: string; readonly ms: number }[],
  ) {
    this.perDay = days.map(() => new Map());
    this.whatIfs = whatIfsOf(options);
  }

  /** Rows come in the order of time. */
  add(row: LedgerRow, usd: number | undefined, pricing: Pricing | undefined): void {
    this.total.add(row, usd);
    this.models.add(row.model, row, usd);
    this.tasks.add(row.task, row, usd);
    this.conversations.add(row.conversation, row, usd);
    this.branches.add(row.branch ?? '', row, usd);
    while ((this.days[this.dayIndex + 1]?.ms ?? Infinity) <= row.atMs) this.dayIndex += 1;
    const byLine = this.perDay[this.dayIndex];
    const line = this.options.lineOf(row.model);
    byLine?.set(line, (byLine.get(line) ?? 0) + (usd ?? 0));
    if (row.usage && row.state !== 'open') {
      this.promptTokens += promptTokens(row.usage);
      this.readTokens += row.usage.cache_read_input_tokens ?? 0;
    }
    if (row.usage && usd !== undefined) this.addWhatIfs(row.usage, pricing);
  }

  result(): Omit<
    SpendReport,
    'period' | 'periods' | 'pricesAsOf' | 'today' | 'month' | 'problems'
  > {
    const { modelName, taskName } = this.options;
    const usdOf = (id: string) => this.whatIfs.find((each) => each.id === id)?.usd;
    const asItWas = usdOf('as-it-was') ?? 0;
    return {
      total: this.total.result(),
      cachedShare: this.promptTokens === 0 ? 0 : this.readTokens / this.promptTokens,
      saved: {
        cachingUsd: (usdOf('routed-uncached') ?? asItWas) - asItWas,
        // Without a price of the deep tier there is nothing to compare with.
        routingUsd: (usdOf('opus-cached') ?? asItWas) - asItWas,
        batchUsd: this.batchSavedUsd,
      },
      days: this.days.map(({ day }, index) => dayResult(day, this.perDay[index])),
      byModel: this.models.result(modelName),
      byTask: this.tasks.result(taskName),
      // Titles lie in the conversations' own files; whoever shows them looks there.
      byConversation: this.conversations.result((id) => id),
      byBranch: this.branches.result((branch) => branch || t('no branch')),
      strategies: this.whatIfs.map(({ id, name, usd }): SpendStrategy => ({ id, name, usd })),
    };
  }

  private addWhatIfs(asItWas: Usage, pricing: Pricing | undefined): void {
    const usages: WhatIfUsages = {
      asItWas,
      uncached: withoutCache(asItWas),
      batched: { ...asItWas, service_tier: 'batch' },
    };
    if (asItWas.service_tier === 'batch') {
      const single = whatIfUsd({ ...asItWas, service_tier: 'standard' }, pricing);
      this.batchSavedUsd += single - whatIfUsd(asItWas, pricing);
    }
    for (const whatIf of this.whatIfs) {
      whatIf.usd += whatIfUsd(whatIf.usage(usages), whatIf.pricing ?? pricing);
    }
  }
}

function dayResult(day: string, byLine: ReadonlyMap<string, number> = new Map()): SpendDay {
  const lines = [...byLine].map(([line, usd]) => ({ line, usd }));
  return { day, usd: lines.reduce((sum, { usd }) => sum + usd, 0), byLine: lines };
}

/** Models without a fast speed would have answered at the usual one. */
function whatIfUsd(usage: Usage, pricing: Pricing | undefined): number {
  return costUsd(usage, pricing) ?? costUsd({ ...usage, speed: 'standard' }, pricing) ?? 0;
}

function cachedUsage({ asItWas }: WhatIfUsages): Usage {
  return asItWas;
}

function uncachedUsage({ uncached }: WhatIfUsages): Usage {
  return uncached;
}

function whatIfsOf({ prices, strategyModels, modelName }: ReportOptions): WhatIf[] {
  const onOneModel = STRATEGY_LINES.flatMap((line): WhatIf[] => {
    const id = strategyModels[line];
    const pricing = prices.pricingOf(id);
    if (!pricing) return [];
    const name = modelName(id).replace(/^Claude /, '');
    return [
      {
        id: `${line}-cached`,
        name: t('All {0}, cached', name),
        usage: cachedUsage,
        pricing,
        usd: 0,
      },
      {
        id: `${line}-uncached`,
        name: t('All {0}, not cached', name),
        usage: uncachedUsage,
        pricing,
        usd: 0,
      },
    ];
  });
  return [
    { id: 'as-it-was', name: t('As it was: routed, cached'), usage: cachedUsage, usd: 0 },
    { id: 'routed-uncached', name: t('Routed, not cached'), usage: uncachedUsage, usd: 0 },
    {
      id: 'routed-batch',
      name: t('Routed, cached, all as batches'),
      usage: ({ batched }) => batched,
      usd: 0,
    },
    ...onOneModel,
  ];
}
