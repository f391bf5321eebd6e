import { condenseCommand } from "./condense.ts";
import { routeCommand } from "./route.ts";
import { parsed, UsageError } from "./usage.ts";

/** `condense`: JSON lines through the condenser. */
export async function condense(args: readonly string[]): Promise<number> {
  const { positionals } = parsed(args, {});
  if (positionals.length > 0)
    throw new UsageError("condense reads JSON lines on standard input and takes no arguments");
  return await condenseCommand(process.stdin, process.stdout);
}

/** `route --maintainers FILE [--directories FILE]`: paths to sections. */
export async function route(args: readonly string[]): Promise<number> {
  const { values } = parsed(args, { maintainers: { type: "string" }, directories: { type: "string" } });
  if (values.maintainers === undefined)
    throw new UsageError("route: --maintainers is missing; give the path of a MAINTAINERS file");
  const options = { maintainersFile: values.maintainers };
  const { directories } = values;
  return await routeCommand(
    directories === undefined ? options : { ...options, directoriesFile: directories },
    process.stdin,
    process.stdout,
  );
}
