/**
 * What knows the tokens of many services, bundled as a file of its own that is loaded on first
 * use: it brings a library of cryptography with it.
 */
export { lintSource } from '@secretlint/core';
export { rules as recommendedRules } from '@secretlint/secretlint-rule-preset-recommend';
