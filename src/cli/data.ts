import { join, resolve } from "node:path";
import type { Config } from "../config/config.ts";
import { ConfigError } from "../config/config-error.ts";
import { readConfig } from "../config/read-config.ts";
import { StoreError } from "../store/store.ts";
import { UsageError } from "./usage.ts";

/** The file that is taken where none is named. */
export const DEFAULT_CONFIG = "listwire.yaml";

/** What lies in the data folder. */
export const STORE = "listwire.sqlite";
export const WEB_CHAT = "web-chat.sqlite";

export const storeIn = (data: string): string => join(data, STORE);

/** @throws {UsageError} with every problem of the file */
export async function configured(file: string): Promise<Config> {
  return await readConfig(resolve(file)).catch((error: unknown) => {
    throw error instanceof ConfigError ? new UsageError(error.message, { cause: error }) : error;
  });
}

/** What goes wrong with a store is said in its own words. @throws {UsageError} */
export async function withStore<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof StoreError ? new UsageError(error.message, { cause: error }) : error;
  }
}
