import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { CORPUS } from "./corpus.ts";
import { type Inspected, inspected } from "./inspected.ts";
import { type Score, score } from "./score.ts";

/** What b4 made of a patch of one of its samples. */
interface Oracle {
  readonly sample: string;
  /** Of the patch, without tags. */
  readonly title: string;
  /** The people's trailers that stand in the commit message, the patch's own among them. */
  readonly trailers: readonly string[];
}

/** b4's own user in its tests, who signs what it writes out. */
const OF_B4 = "Signed-off-by: Test Override <test-override@example.com>";

/** The trailers that answers give, patch by patch, as b4 collects them by default. */
export async function scoreB4(): Promise<Score[]> {
  const folder = join(CORPUS, "b4-samples");
  const names = readdirSync(folder).filter((name) => /^trailers-.*\.mbox$/.test(name));
  const oracles = names.flatMap((name) => oraclesOf(folder, name.replace(/\.mbox$/, "")));
  const said = new Map<string, readonly Inspected[]>();
  for (const sample of new Set(oracles.map((oracle) => oracle.sample)))
    said.set(sample, await inspected(join(folder, `${sample}.mbox`)));
  return [
    score(
      "trailers collected as b4 does, by patch",
      oracles,
      ({ sample, title, trailers }) => {
        const patch = said.get(sample)?.find((row) => row.title === title && row.n !== 0 && !row.isReply);
        const ours = patch && collected(patch).toSorted();
        return isDeepStrictEqual(ours, trailers.toSorted())
          ? undefined
          : `${sample}, "${title}": ${JSON.stringify(ours)} is ${JSON.stringify(trailers)}`;
      },
      { misses: 0 },
    ),
  ];
}

/** The patches of a sample as b4 wrote them out with its defaults: as mails, or as the commits that came of them. */
function oraclesOf(folder: string, sample: string): Oracle[] {
  const text = (suffix: string) =>
    readdirSync(folder).includes(sample + suffix) ? readFileSync(join(folder, sample + suffix), "utf8") : "";
  const mails = text("-ref-defaults.txt")
    .split(/^From git@z .*\n/m)
    .slice(1);
  const commits = text(".verify")
    .split(/^---\n/m)
    .filter((commit) => commit.trim() !== "");
  return [
    ...mails.map((mail) => ({
      title: /^Subject: (?:\[[^\]]*\] )?(.*)$/m.exec(mail)?.[1] ?? "",
      body: mail.split(/^(?:---|diff )/m, 1)[0] ?? "",
    })),
    ...commits.map((commit) => ({ title: commit.split("\n")[1] ?? "", body: commit })),
  ].map(({ title, body }) => ({ sample, title, trailers: byPeople(body.match(/^[\w-]+-by: .+$/gm) ?? []) }));
}

/** The patch's own trailers and those that were given for it. */
function collected({ n, commitTrailers, series }: Inspected): string[] {
  const given = (series?.trailers ?? []).filter(({ patch }) => patch === null || patch === n);
  return byPeople([...commitTrailers, ...given].map(({ name, value }) => `${name}: ${value}`));
}

function byPeople(trailers: readonly string[]): string[] {
  return trailers.filter((trailer) => /^[\w-]+-by: /.test(trailer) && trailer !== OF_B4);
}
