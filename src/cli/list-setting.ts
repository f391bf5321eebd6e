import type { ListConfig } from "../config/config.ts";
import type { ListId } from "../mail/mail.ts";
import type { ListSetting } from "./directory.ts";

/** A list as the configuration has it. */
export function listSetting({ id, name, archive, visibility }: ListConfig): ListSetting {
  return {
    id: id as ListId,
    ...(name !== undefined && { name }),
    ...(archive !== undefined && { archive }),
    ...(visibility !== "public" && visibility),
  };
}
