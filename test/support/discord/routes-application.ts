import { type CommandForm, commandFlaws } from "./command-form.ts";
import { invalidForm, refusal } from "./refusal.ts";
import type { Answer, Asked, Core, Route } from "./route.ts";

/** The application itself, its commands, and where its gateway is. Source: Discord docs, "Application Commands", "Gateway". */
export const applicationRoutes: readonly Route[] = [
  { method: "GET", path: "/gateway/bot", rate: "other", handle: (_, core) => ({ status: 200, json: core.gateway() }) },
  { method: "GET", path: "/applications/@me", rate: "other", handle: application },
  { method: "GET", path: "/oauth2/applications/@me", rate: "other", handle: application },
  { method: "GET", path: "/applications/:application/commands", rate: "other", handle: commands },
  { method: "PUT", path: "/applications/:application/commands", rate: "other", handle: register },
  { method: "GET", path: "/applications/:application/guilds/:guild/commands", rate: "other", handle: commands },
  { method: "PUT", path: "/applications/:application/guilds/:guild/commands", rate: "other", handle: register },
];

/** GATEWAY_MESSAGE_CONTENT_LIMITED, which goes with the intent switched on in the portal. */
const CONTENT_FLAG = 1 << 19;

function application(_: Asked, { world, settings }: Core): Answer {
  const hasContent = (settings.privilegedIntents & (1 << 15)) !== 0;
  const owner = { ...world.bot, id: world.bot.id, bot: false };
  const json = {
    id: world.bot.id,
    name: "Listwire",
    icon: null,
    description: "",
    type: null,
    bot: world.bot,
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: "0".repeat(64),
    flags: hasContent ? CONTENT_FLAG : 0,
    flags_new: String(hasContent ? CONTENT_FLAG : 0),
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    owner,
    approximate_guild_count: world.guilds.size,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    team: null,
    eligible_oauth2_scopes: [],
  };
  return { status: 200, json };
}

/** The key of a set of commands: a guild, or "" for all. @throws {Refusal} 10002, 50001 */
function scopeOf({ params }: Asked, { world }: Core): string {
  if (params.application !== world.bot.id) throw refusal(10002);
  if (params.guild === undefined) return "";
  if (!world.guilds.get(params.guild)?.members.has(world.bot.id)) throw refusal(50001);
  return params.guild;
}

function commands(asked: Asked, core: Core): Answer {
  return { status: 200, json: core.world.commands.get(scopeOf(asked, core)) ?? [] };
}

/** Replaces the whole set; a command of the same name and type keeps its id. */
function register(asked: Asked, core: Core): Answer {
  const scope = scopeOf(asked, core);
  const forms = asked.json as readonly CommandForm[];
  const flaws = Array.isArray(forms)
    ? commandFlaws(forms)
    : [{ at: "", code: "LIST_TYPE_CONVERT", message: "Only iterables may be used in a ListType" }];
  if (flaws.length > 0) {
    asked.violation(flaws.map(({ at, message }) => `${at}: ${message}`).join("; "));
    throw invalidForm(flaws);
  }
  const { world } = core;
  const before = world.commands.get(scope) ?? [];
  const now = forms.map((form) => {
    const known = before.find(({ name, type }) => name === form.name && type === (form.type ?? 1));
    const id = known?.id ?? world.newId();
    const whole = {
      description: "",
      default_member_permissions: null,
      integration_types: [0],
      contexts: null,
      nsfw: false,
      ...form,
      type: form.type ?? 1,
      id,
      application_id: world.bot.id,
      version: world.newId(),
    };
    return scope === "" ? { ...whole, dm_permission: true } : { ...whole, guild_id: scope };
  });
  world.commands.set(scope, now);
  return { status: 200, json: now };
}
