import { invalidRequest, notFound } from './apiError';
import type { SimulatorState } from './control';
import { parseJsonObject } from './http';
import { billFor } from './records';
import { assertAnswers, assertFaults } from './scriptShape';
import type { State } from './state';

export const controlPrefix = '/_simulator/';

/** What tests in other processes ask of the simulator; the answer is JSON. */
export function control(state: State, method: string, name: string, body: string): unknown {
  switch (`${method} ${name}`) {
    case 'POST script': {
      const answers: unknown = JSON.parse(body);
      assertAnswers(answers);
      state.script.addAnswers(answers);
      return {};
    }
    case 'POST fault': {
      const faults: unknown = JSON.parse(body);
      assertFaults(faults);
      state.script.addFaults(faults);
      return {};
    }
    case 'POST clock': {
      const ms = parseJsonObject(body)['advanceMs'];
      if (typeof ms !== 'number') throw invalidRequest('advanceMs: a number is needed');
      state.clock.advance(ms);
      return { now: state.clock.now() };
    }
    case 'POST reset':
      state.reset();
      return {};
    case 'GET requests':
      return state.requests;
    case 'GET bill':
      return billFor(state.requests);
    case 'GET state':
      return stateOf(state);
    default:
      throw notFound(`The simulator has no ${method} ${controlPrefix}${name}.`);
  }
}

function stateOf(state: State): SimulatorState {
  return {
    now: state.clock.now(),
    cacheEntries: state.cache.size,
    waiting: state.script.waiting,
    running: state.requests.filter(({ outcome }) => outcome === 'pending').length,
  };
}
