// The count, the same as consult/elections/count.py: whole hundred-thousandths of a vote in BigInt, so that nothing is rounded.
// Source: the Scottish Local Government Elections Order 2011, weighted inclusive Gregory to five decimal places.

export const VOTE = 100000n;

/**
 * Count the papers of a contest.
 *
 * papers: [number, first, second, …]; lots(stage, purpose, tied) gives a promise of the chosen candidate.
 * Returns valid, quota, winners_in_order, stages and lots as `consult count --format json` does.
 */
export async function count({ names, seats, withdrawn = [], papers }, lots = refuse) {
  const out = new Set(withdrawn);
  const standing = names.map((_name, at) => at + 1).filter((number) => !out.has(number));
  const kinds = gathered(papers, out);
  const valid = kinds.reduce((sum, kind) => sum + kind.number, 0n);
  const state = {
    seats, valid, kinds, lots, standing,
    quota: (valid / BigInt(seats + 1) + 1n) * VOTE,
    continuing: new Set(standing), surpluses: new Set(), elected: [], stages: [], drawn: [],
    votes: new Map(standing.map((each) => [each, 0n])),
    piles: new Map(standing.map((each) => [each, []])),
  };
  passOn(state, kinds);
  close(state, "first preferences", null);
  while (state.elected.length < seats && (state.surpluses.size || state.continuing.size)) {
    await (state.surpluses.size ? transferSurplus(state) : exclude(state));
  }
  return told(state);
}

/** Lots that a published seed gives: SHA-256 over seed, contest, stage, purpose and candidate; the first decides. */
export function lotsFrom(seed, contest) {
  return async (stage, purpose, tied) => {
    const hashed = await Promise.all(tied.map(async (each) => [await sha256([seed, contest, stage, purpose, each].join("\n")), each]));
    return hashed.sort()[0][1];
  };
}

export async function sha256(text) {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A number of votes with its five decimal places. */
export function decimal(units) {
  return `${units / VOTE}.${String(units % VOTE).padStart(5, "0")}`;
}

async function refuse(stage, _purpose, tied) {
  throw new Error(`Stage ${stage} needs a lot between candidates ${tied.join(", ")}`);
}

function gathered(papers, out) {
  const found = new Map();
  for (const [number, ...all] of papers) {
    const preferences = all.filter((each) => !out.has(each));
    if (!preferences.length) continue;
    const key = preferences.join(" ");
    const known = found.get(key) || { number: 0n, preferences, at: -1, value: VOTE };
    known.number += BigInt(number);
    found.set(key, known);
  }
  return [...found.values()];
}

function passOn(state, pile) {
  for (const kind of pile) {
    for (let at = kind.at + 1; at < kind.preferences.length; at += 1) {
      const to = kind.preferences[at];
      if (!state.continuing.has(to)) continue;
      kind.at = at;
      state.piles.get(to).push(kind);
      state.votes.set(to, state.votes.get(to) + kind.number * kind.value);
      break;
    }
  }
}

async function transferSurplus(state) {
  const candidate = await decide(state, state.surpluses, "surplus");
  const total = state.votes.get(candidate);
  const pile = take(state, candidate);
  for (const kind of pile) kind.value = ((total - state.quota) * kind.value) / total; // multiplied before it is divided
  state.surpluses.delete(candidate);
  state.votes.set(candidate, state.quota);
  passOn(state, pile);
  close(state, "surplus", candidate);
}

async function exclude(state) {
  const candidate = await decide(state, state.continuing, "exclude");
  state.continuing.delete(candidate);
  const pile = take(state, candidate);
  state.votes.set(candidate, 0n);
  passOn(state, pile);
  close(state, "exclusion", candidate);
}

function take(state, candidate) {
  const pile = state.piles.get(candidate);
  state.piles.set(candidate, []);
  return pile;
}

function close(state, action, candidate) {
  const votes = new Map(state.votes);
  const held = [...votes.values()].reduce((sum, each) => sum + each, 0n);
  const stage = { action, candidate, votes, nobody: state.valid * VOTE - held, elected: [] };
  state.stages.push(stage);
  let reached = [...state.continuing].filter((each) => votes.get(each) >= state.quota);
  for (const each of reached) if (votes.get(each) > state.quota) state.surpluses.add(each);
  if (state.continuing.size <= state.seats - state.elected.length) reached = [...state.continuing];
  stage.elected = reached.sort((a, b) => byVotes(state, a, b));
  for (const each of stage.elected) state.continuing.delete(each);
  state.elected.push(...stage.elected);
}

function byVotes(state, a, b) {
  for (let at = state.stages.length - 1; at >= 0; at -= 1) {
    const difference = state.stages[at].votes.get(b) - state.stages[at].votes.get(a);
    if (difference) return difference > 0n ? 1 : -1;
  }
  return a - b;
}

async function decide(state, candidates, purpose) {
  const better = purpose === "surplus" ? (a, b) => a > b : (a, b) => a < b;
  let tied = [...candidates].sort((a, b) => a - b);
  for (let at = state.stages.length - 1; at >= 0; at -= 1) {
    const votes = state.stages[at].votes;
    const best = tied.map((each) => votes.get(each)).reduce((a, b) => (better(b, a) ? b : a));
    tied = tied.filter((each) => votes.get(each) === best);
    if (tied.length === 1) return tied[0];
  }
  const stage = state.stages.length + 1;
  const chosen = await state.lots(stage, purpose, tied);
  state.drawn.push({ stage, purpose, candidates: tied, chosen });
  return chosen;
}

function told(state) {
  return {
    valid: Number(state.valid),
    quota: Number(state.quota / VOTE),
    winners_in_order: state.elected,
    winner_set: [...state.elected].sort((a, b) => a - b),
    stages: state.stages.map((stage, at) => ({
      stage: at + 1,
      action: stage.action,
      candidate: stage.candidate,
      votes: Object.fromEntries([...stage.votes].map(([number, votes]) => [String(number), decimal(votes)])),
      non_transferable: decimal(stage.nobody),
      elected: stage.elected,
    })),
    lots: state.drawn,
  };
}
