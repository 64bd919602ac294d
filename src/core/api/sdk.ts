/**
 * The SDK, bundled as a file of its own that is loaded on first use: it is larger than all the
 * rest of the extension.
 */
export {
  default as Anthropic,
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  APIUserAbortError,
} from '@anthropic-ai/sdk';
