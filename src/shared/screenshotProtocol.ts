import * as v from 'valibot';
import { ImageId, MadeImage, MadePiece, OriginalFile } from './imageProtocol';
import type { Crop, DraftImagesView, Original } from './imageProtocol';
import type { Size } from './imageSize';
import { TALLEST_WINDOW, WINDOW_WIDTHS } from './screenWindow';

/** The messages between the host and the panel Screenshot to Code. */

const Pixels = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(TALLEST_WINDOW));

/** What a screenshot shows, in CSS pixels. */
export const Window = v.object({
  width: v.pipe(Pixels, v.minValue(WINDOW_WIDTHS.least), v.maxValue(WINDOW_WIDTHS.most)),
  height: Pixels,
});

const Region = v.object({
  x: v.pipe(v.number(), v.integer(), v.minValue(0)),
  y: v.pipe(v.number(), v.integer(), v.minValue(0)),
  width: Pixels,
  height: Pixels,
});

/** When to stop refining: at whichever is reached first. */
export const RefineLimits = v.object({
  /** From 0 to 1. */
  score: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  rounds: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10)),
  usd: v.pipe(v.number(), v.minValue(0), v.maxValue(1000)),
});
export type RefineLimits = v.InferOutput<typeof RefineLimits>;

/** What the user says of the code that is to be written. */
export const ScreenshotForm = v.object({
  /** The id of a stack. */
  stack: v.pipe(v.string(), v.maxLength(100)),
  /** Where the code goes, relative to the workspace. */
  path: v.pipe(v.string(), v.maxLength(1000)),
  words: v.pipe(v.string(), v.maxLength(100_000)),
  /** The window of the first screenshot in CSS pixels; undefined until it was measured. */
  window: v.optional(Window),
  limits: RefineLimits,
});
export type ScreenshotForm = v.InferOutput<typeof ScreenshotForm>;

/** What has changed in the form, and its window in any case: undefined cannot be told otherwise. */
const FormChange = v.object({
  ...v.partial(v.omit(ScreenshotForm, ['window'])).entries,
  window: v.optional(Window),
});
export type FormChange = v.InferOutput<typeof FormChange>;

/** What the page found when it held the code's picture against the screenshot. */
export const Compared = v.object({
  /** The number of the drawing that this answers. */
  drawing: v.number(),
  /** From 0 to 1. */
  score: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  /** Where they differ most, in CSS pixels of the window; the worst first. */
  regions: v.pipe(v.array(Region), v.maxLength(3)),
  /** The code's picture, and each region as the screenshot and the code show it, side by side. */
  pictures: v.pipe(v.array(MadePiece), v.maxLength(4)),
});
export type Compared = v.InferOutput<typeof Compared>;

/** One answer and what came of it. */
export const Round = v.object({
  number: v.number(),
  state: v.picklist(['writing', 'comparing', 'done', 'stopped', 'failed']),
  modelName: v.optional(v.string()),
  /** Dollars; undefined where unpriced, or not known yet. */
  usd: v.optional(v.number()),
  /** Whether the dollars were estimated because the answer was cut. */
  isEstimated: v.boolean(),
  /** From 0 to 1; undefined where nothing was compared. */
  score: v.optional(v.number()),
  /** A sentence on what went wrong, or was left out. */
  note: v.optional(v.string()),
});
export type Round = v.InferOutput<typeof Round>;

/** What has come of the code so far. */
export interface ScreenshotRunView {
  readonly rounds: readonly Readonly<Round>[];
  /** The files that were written, by their paths; the one that was asked for first. */
  readonly files: readonly string[];
  /** Whether the code can be drawn here; otherwise a screenshot of it is needed. */
  readonly canDraw: boolean;
  /** Whether rounds are under way. */
  readonly isRunning: boolean;
  /** From 0 to 1, of the code as it stands now. */
  readonly score: number | undefined;
  readonly window: Size;
  /** Which image of the draft it is compared with, and which part of that. */
  readonly imageId: string;
  readonly crop: Crop | undefined;
  /** What a further round will probably cost; undefined until it is known, or where unpriced. */
  readonly next: { readonly lowUsd: number; readonly highUsd: number } | undefined;
  /** Why refining ended, in a sentence. */
  readonly ended: string | undefined;
}

/** Everything that the panel shows. */
export interface ScreenshotView {
  readonly images: DraftImagesView;
  readonly form: ScreenshotForm;
  /** Up to which edit of the page the form is. */
  readonly edit: number;
  readonly stacks: readonly { readonly id: string; readonly name: string }[];
  /** The id of the stack that the workspace has. */
  readonly detected: string;
  readonly price:
    | {
        /** Which model and why, in a sentence. */
        readonly reason: string;
        readonly lowUsd: number | undefined;
        readonly highUsd: number | undefined;
        /** Why it would not be sent. */
        readonly refusal: string | undefined;
      }
    | undefined;
  /** A sentence on what of the workspace goes along. */
  readonly goesAlong: string;
  /** Files whose texts go along beside what every conversation begins with. */
  readonly kin: readonly string[];
  /** Why nothing was begun, in a sentence. */
  readonly problem: string | undefined;
  readonly run: ScreenshotRunView | undefined;
  /** Whether to begin as soon as the images are ready, since a command has said all there is. */
  readonly begins: boolean;
}

/** A page of one text that is to be drawn and held against the screenshot. */
export interface Drawing {
  readonly number: number;
  readonly html: string;
  readonly window: Size;
  /** Addresses that are not shown. */
  readonly missing: readonly string[];
  /** Whether its pictures will be sent; otherwise it is only looked at. */
  readonly withPictures: boolean;
}

/** A file that is to become an image of the draft. */
export interface TakenFile {
  readonly name: string;
  /** In base64. */
  readonly data: string;
}

export type ScreenshotHostMessage =
  | { readonly type: 'screenshot'; readonly view: ScreenshotView }
  | { readonly type: 'take'; readonly file: TakenFile }
  | { readonly type: 'draw'; readonly drawing: Drawing }
  | { readonly type: 'original'; readonly id: string; readonly original: Original | undefined }
  | { readonly type: 'unreadable'; readonly reason: string };

/** What the page says. */
export const ScreenshotMessage = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('setImage'), image: MadeImage }),
  v.object({ type: v.literal('keepOriginal'), original: OriginalFile }),
  v.object({ type: v.literal('askOriginal'), id: ImageId }),
  v.object({ type: v.literal('removeImage'), id: ImageId }),
  /** Something of the form is another; `edit` counts how often that was said. */
  v.object({ type: v.literal('form'), changed: FormChange, edit: v.number() }),
  /** Write the code. */
  v.object({ type: v.literal('begin') }),
  v.object({ type: v.literal('refine'), limits: RefineLimits }),
  v.object({ type: v.literal('stop') }),
  v.object({ type: v.literal('compared'), ...Compared.entries }),
  /** The pictures could not be held against each other, for this reason. */
  v.object({ type: v.literal('notCompared'), drawing: v.number(), reason: v.string() }),
  v.object({ type: v.literal('openFile'), index: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  v.object({ type: v.literal('showPreview') }),
  v.object({ type: v.literal('showPrefix') }),
]);
export type ScreenshotMessage = v.InferOutput<typeof ScreenshotMessage>;
