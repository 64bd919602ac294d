import { t } from '@vscode/l10n';
import type { Format } from '../../shared/format';
import type { UsdRange } from '../../shared/prefixProtocol';

/** Dollars that are expected; without a price they are not known, which is not nothing. */
export function rangeText({ lowUsd, highUsd }: UsdRange, format: Format): string {
  if (lowUsd === undefined || highUsd === undefined) return t('unpriced');
  return format.usdRange(lowUsd, highUsd);
}
