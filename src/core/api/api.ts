import { t } from '@vscode/l10n';
import type { Anthropic } from '@anthropic-ai/sdk';
import type { Usage } from '@anthropic-ai/sdk/resources/messages';
import type { ModelInfo } from '@anthropic-ai/sdk/resources/models';
import { ApiProblem, makeFailure } from '../failure';
import type { Failure } from '../failure';
import type { Log, ReadAccess } from '../ports';
import { Accumulator } from './accumulator';
import type { ApiEvent, MessageRequest } from './events';
import { MAX_RETRIES, retryPolicy } from './retryPolicy';
import { isThinkingMismatch, toFailure } from './toFailure';
import type { Sdk } from './toFailure';
import { withoutMismatchedThinking } from './thinkingBinding';
import { Watchdog } from './watchdog';

/** The API sends a ping every few seconds: a minute without a byte means that nobody is there. */
const IDLE_LIMIT_MS = 60_000;

/** The time until the headers of a response; they come with its first event. */
const HEADERS_TIMEOUT_MS = 5 * 60_000;

export interface StreamOptions {
  readonly signal: AbortSignal;
  /** Awaited before every HTTP attempt, each of which may cost; a throw keeps it from leaving. */
  readonly admit: () => Promise<void>;
}

interface Connection {
  readonly sdk: Sdk;
  readonly client: Anthropic;
  readonly host: string;
}

/**
 * The one door to the network. Every request takes the key and the address that hold at that
 * moment and hands both to the SDK explicitly, so that it looks for nothing in the environment.
 */
export class Api {
  /** Set once the API has rejected a thinking block for its prefix; it would do so every time. */
  private dropMismatchedThinking = false;

  constructor(
    private readonly readAccess: ReadAccess,
    private readonly log: Log,
    private readonly idleLimitMs = IDLE_LIMIT_MS,
  ) {}

  /** The models that this key can use. @throws the SDK's errors, or ApiProblem without access */
  async listModels(signal: AbortSignal): Promise<ModelInfo[]> {
    const { client } = await this.connect();
    const models: ModelInfo[] = [];
    const pages = client.models.list({ limit: 1000 }, { signal, maxRetries: 0 });
    for await (const model of pages) models.push(model);
    return models;
  }

  /** The tokens of a request's prompt; free of charge. @throws like `listModels` */
  async countTokens(
    { model, messages, system, thinking }: MessageRequest,
    signal: AbortSignal,
  ): Promise<number> {
    const { client } = await this.connect();
    const body = { model, messages, ...(system && { system }), ...(thinking && { thinking }) };
    const { input_tokens: tokens } = await client.messages.countTokens(body, {
      signal,
      maxRetries: 0,
    });
    return tokens;
  }

  /**
   * Puts a request's prompt into the cache, or keeps it there, without an answer. It is tried once,
   * for it can be done without.
   * @throws ApiProblem
   */
  async warm(
    request: MessageRequest,
    { signal, admit }: StreamOptions,
  ): Promise<{ readonly usage: Usage; readonly model: string }> {
    const { client, sdk, host } = await this.connect();
    await admit();
    try {
      const body = { ...request, max_tokens: 0 };
      const { usage, model } = await client.messages.create(body, { signal, maxRetries: 0 });
      return { usage, model };
    } catch (error) {
      throw new ApiProblem(toFailure(error, sdk, { host, model: request.model }));
    }
  }

  /**
   * Sends a request and tells what comes of it. Never throws: what goes wrong is the last event,
   * with all that had arrived until then. A reader who goes away ends the request.
   */
  stream(request: MessageRequest, { signal, admit }: StreamOptions): AsyncIterable<ApiEvent> {
    const left = new AbortController();
    const options = { admit, signal: AbortSignal.any([signal, left.signal]) };
    return new ReadableStream<ApiEvent>({
      start: (controller) => {
        const send = (event: ApiEvent) => {
          if (!left.signal.aborted) controller.enqueue(event);
        };
        void this.run(request, options, send).then((last) => {
          send(last);
          if (!left.signal.aborted) controller.close();
        });
      },
      cancel: () => left.abort(),
    });
  }

  /** Streams into `send`; returns the last event. */
  private async run(
    request: MessageRequest,
    { signal, admit }: StreamOptions,
    send: (event: ApiEvent) => void,
  ): Promise<ApiEvent> {
    const accumulator = new Accumulator();
    const watchdog = new Watchdog(this.idleLimitMs, signal);
    let explain = explainWithoutSdk;
    try {
      const connection = await this.connect();
      const { sdk, host } = connection;
      explain = (error) => toFailure(error, sdk, { host, model: request.model });
      const middleware = retryPolicy({
        admit,
        watchdog,
        onRetry: (cause, afterMs) => send({ type: 'retrying', failure: cause, afterMs }),
        explain: ({ status, body, headers }) =>
          explain(sdk.APIError.generate(status, asObject(body), undefined, headers)),
        explainThrown: (error) => {
          // The SDK ends an attempt that got no headers in time by aborting it.
          if (error instanceof Error && error.name === 'AbortError') {
            return explain(new sdk.APIConnectionTimeoutError());
          }
          return explain(
            new sdk.APIConnectionError(error instanceof Error ? { cause: error } : {}),
          );
        },
      });
      const events = await this.open(connection, request, watchdog, middleware, (error) =>
        send({ type: 'retrying', failure: explain(error), afterMs: undefined }),
      );
      for await (const event of events) {
        const news = accumulator.add(event);
        if (news) send(news);
      }
      const done = accumulator.done();
      if (done) return done;
    } catch (error) {
      if (!watchdog.signal.aborted) {
        this.log.error('A request failed.', error);
        return { type: 'failed', received: accumulator.received(), failure: explain(error) };
      }
    } finally {
      watchdog.stop();
    }
    // An aborted stream ends without an error, and one that the network cut may do so too.
    const received = accumulator.received();
    if (signal.aborted) return { type: 'stopped', received };
    return {
      type: 'failed',
      received,
      failure: watchdog.bit
        ? makeFailure('stalled', t('Claude has sent nothing for a minute; the answer was ended.'))
        : makeFailure('interrupted', t('The connection ended before the answer was complete.')),
    };
  }

  private async open(
    { sdk, client }: Connection,
    request: MessageRequest,
    watchdog: Watchdog,
    middleware: ReturnType<typeof retryPolicy>,
    onResend: (error: unknown) => void,
  ) {
    const options = { signal: watchdog.signal, middleware: [middleware] };
    const create = () => {
      const { params, headers } = this.dropMismatchedThinking
        ? withoutMismatchedThinking(request)
        : { params: request, headers: {} };
      return client.messages.create({ ...params, stream: true }, { ...options, headers });
    };
    try {
      return await create();
    } catch (error) {
      if (this.dropMismatchedThinking || !isThinkingMismatch(error, sdk)) throw error;
      this.log.warn('The API rejected a thinking block for its prefix; such blocks are dropped.');
      this.dropMismatchedThinking = true;
      onResend(error);
      return create();
    }
  }

  /** @throws ApiProblem where there is no key, or no address that could be one */
  private async connect(): Promise<Connection> {
    const { apiKey, baseUrl } = await this.readAccess();
    const sdk = await import('./sdk');
    const client = withoutEnvironmentHeaders(
      () =>
        new sdk.Anthropic({
          apiKey,
          baseURL: baseUrl,
          maxRetries: MAX_RETRIES,
          timeout: HEADERS_TIMEOUT_MS,
          // Its log would hold prompts and answers.
          logLevel: 'off',
          openTelemetry: false,
        }),
    );
    return { sdk, client, host: new URL(baseUrl).host };
  }
}

/** What goes wrong before the SDK is loaded: there is no access, or the SDK is not there. */
function explainWithoutSdk(error: unknown): Failure {
  return error instanceof ApiProblem ? error.failure : makeFailure('internal', String(error));
}

/**
 * The SDK sends whatever headers the environment names in this variable, and a container's
 * environment may be written by a workspace. It reads it while a client is made, and only then.
 */
function withoutEnvironmentHeaders<T>(make: () => T): T {
  const { ANTHROPIC_CUSTOM_HEADERS: headers } = process.env;
  delete process.env['ANTHROPIC_CUSTOM_HEADERS'];
  try {
    return make();
  } finally {
    if (headers !== undefined) process.env['ANTHROPIC_CUSTOM_HEADERS'] = headers;
  }
}

function asObject(body: unknown): object | undefined {
  return typeof body === 'object' && body !== null ? body : undefined;
}
