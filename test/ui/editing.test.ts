import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { waitFor } from '../workbench/waitFor';
import {
  goToLine,
  lens,
  refactor,
  replacing,
  saved,
  says,
  selectLines,
  shownLines,
  waitForNoText,
  waitForText,
} from './editing';
import { messagesOf } from './reading';
import { openChat, openFile, useStage } from './support';

const ROUND = ["  return unit === 'piece' ? Math.ceil(amount) : Math.round(amount);"] as const;

const ROUNDED = [
  "  const isWhole = unit === 'piece';",
  '  return isWhole ? Math.ceil(amount) : Math.round(amount);',
] as const;
