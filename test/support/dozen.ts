/**
 * Twelve copies of eleven mails on two invented lists, as they arrive: a series of three with its cover, a review and
 * its answer, one mail by both lists, a reply before its parent, a bare trailer and a notice that the series is in.
 */
export const dozen: readonly string[] = [
  mail(
    "c0@example.org",
    "[PATCH 0/3] wbus: power down idle ports",
    {},
    "Idle ports draw 40 mW each.\n\nAda (3): listed\n",
  ),
  mail("c1@example.org", "[PATCH 1/3] wbus: count the users of a port", { parent: "c0@example.org" }, patch("users")),
  mail("c2@example.org", "[PATCH 2/3] wbus: power down the last one", { parent: "c0@example.org" }, patch("power")),
  mail("c3@example.org", "[PATCH 3/3] wbus: say so in sysfs", { parent: "c0@example.org" }, patch("sysfs")),
  mail(
    "r1@example.org",
    "Re: [PATCH 2/3] wbus: power down the last one",
    { from: "Grace", parent: "c2@example.org", above: ["c0@example.org"] },
    "On Mon, 3 Nov 2025, Ada wrote:\n> +\tport->power = 1;\n\nShould this not be 0?\n",
  ),
  mail(
    "r2@example.org",
    "Re: [PATCH 2/3] wbus: power down the last one",
    { parent: "r1@example.org", above: ["c0@example.org", "c2@example.org"] },
    "On Mon, 3 Nov 2025, Grace wrote:\n> Should this not be 0?\n\nIt should. Fixed in v2.\n",
  ),
  mail("q1@example.org", "How are shared lines named?", { from: "Lin" }, "Both lists may care.\n"),
  mail("q1@example.org", "How are shared lines named?", { from: "Lin", list: "pins" }, "Both lists may care.\n"),
  mail(
    "p2@example.org",
    "Re: pins: who owns line 7?",
    { from: "Grace", list: "pins", parent: "p1@example.org" },
    "The bus driver, I think.\n",
  ),
  mail("p1@example.org", "pins: who owns line 7?", { from: "Lin", list: "pins" }, "It is claimed twice at boot.\n"),
  mail(
    "t1@example.org",
    "Re: [PATCH 1/3] wbus: count the users of a port",
    { from: "Lin", parent: "c1@example.org", above: ["c0@example.org"] },
    "Reviewed-by: Lin <lin@example.org>\n",
  ),
  mail(
    "a1@example.org",
    "Re: [PATCH 0/3] wbus: power down idle ports",
    { from: "Kay", parent: "c0@example.org" },
    "Applied to wbus-next, thanks!\n",
  ),
];

/** How many different mails `dozen` holds. */
export const dozenMails = 11;

interface Told {
  readonly from?: string;
  readonly list?: string;
  readonly parent?: string;
  /** Ids above the parent, oldest first. */
  readonly above?: readonly string[];
}

function mail(id: string, subject: string, told: Told, text: string): string {
  const { from = "Ada", list = "wbus", parent, above = [] } = told;
  const lines = [
    `From: ${from} <${from.toLowerCase()}@example.org>`,
    `To: ${list}@lists.example.org`,
    `Message-ID: <${id}>`,
    "Date: Mon, 3 Nov 2025 10:00:00 +0000",
    `Subject: ${subject}`,
    `List-Id: <${list}.lists.example.org>`,
    ...(parent === undefined
      ? []
      : [`In-Reply-To: <${parent}>`, `References: ${[...above, parent].map((one) => `<${one}>`).join(" ")}`]),
  ];
  return `${lines.join("\n")}\n\n${text}`;
}

function patch(name: string): string {
  return `One port, one count.

Signed-off-by: Ada <ada@example.org>
---
 drivers/wbus/${name}.c | 1 +
 1 file changed, 1 insertion(+)

diff --git a/drivers/wbus/${name}.c b/drivers/wbus/${name}.c
index 1111111..2222222 100644
--- a/drivers/wbus/${name}.c
+++ b/drivers/wbus/${name}.c
@@ -10,2 +10,3 @@ static int wbus_${name}(struct wbus_port *port)
 {
+	port->${name} = 1;
 	return 0;
`;
}
