import { storeContract } from "../contract/store.ts";
import { temporaryStore } from "../support/temporary-store.ts";

storeContract("SQLite", temporaryStore);
