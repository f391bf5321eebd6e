// Property tests draw the same cases in every run, so that a red run speaks of the change before it. LISTWIRE_SEED=2, or
// any other integer, draws other cases; LISTWIRE_SEED=random draws new ones each time.
import fc from "fast-check";

const seed = process.env.LISTWIRE_SEED ?? "1";
if (seed !== "random") fc.configureGlobal({ seed: Number(seed) });
