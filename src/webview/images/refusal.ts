import { t } from '@vscode/l10n';
import type { OtherFormat } from '../../shared/imageKind';

/** Why a file is not sent; plain data, since a worker finds it out and has no language. */
export type Refusal =
  | { readonly kind: 'empty' | 'notImage' | 'damaged' | 'unreadable' | 'tooLong' }
  | { readonly kind: 'format'; readonly format: OtherFormat | 'BMP' }
  | { readonly kind: 'tooLarge'; readonly width: number; readonly height: number };

/** The same for the user: what is wrong, and what to do about it. */
export function refusalSentence(refusal: Refusal, name: string): string {
  switch (refusal.kind) {
    case 'empty':
      return t('{0} is empty.', name);
    case 'notImage':
      return t('{0} is no image. PNG, JPEG, WebP and GIF can be sent.', name);
    case 'damaged':
      return t('{0} is damaged and cannot be read as an image.', name);
    case 'unreadable':
      return t('{0} could not be read. A folder cannot be attached.', name);
    case 'tooLong':
      return t('{0} is too long and narrow to be sent. Attach parts of it.', name);
    case 'tooLarge':
      return t(
        '{0} has {1} by {2} pixels. An image must have less than 100 megapixels, and no side over 30,000 pixels.',
        name,
        refusal.width,
        refusal.height,
      );
    case 'format':
      return refusal.format === 'SVG'
        ? t('{0} is an SVG, which is a document and no picture. Attach a screenshot of it.', name)
        : t('{0} is a file in {1} format. Save it as PNG or JPEG.', name, refusal.format);
  }
}
