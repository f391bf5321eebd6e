export function hasConfiguration(_args: readonly string[]): boolean {
  return false;
}
export async function run(_args: readonly string[]): Promise<number> {
  return 1;
}
