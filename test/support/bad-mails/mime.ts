import { mail, multipart, type Shape, times } from "./shape.ts";

const text = "Content-Type: text/plain\n\nplain text";
const html = "Content-Type: text/html\n\n<p>rich text</p>";

const encoded = (encoding: string, body: string) => mail({ "Content-Transfer-Encoding": encoding }, body);

export const mime: readonly Shape[] = [
  ["a multipart without boundary", () => mail({ "Content-Type": "multipart/mixed" })],
  [
    "a boundary that never comes",
    () => mail({ "Content-Type": "multipart/mixed; boundary=B" }, "still worth reading\n"),
  ],
  ["a boundary that never ends", () => multipart("mixed", [text], "")],
  [
    "a boundary full of regex characters",
    () => mail({ "Content-Type": 'multipart/mixed; boundary="(.*)+[a$"' }, `--(.*)+[a$\n${text}\n--(.*)+[a$--\n`),
  ],
  [
    "a message that never closes",
    () =>
      multipart(
        "mixed",
        [text, "Content-Type: message/rfc822\n\nSubject: inner\nContent-Type: multipart/mixed; boundary=C\n\n--C\n\nx"],
        "",
      ),
  ],
  [
    "200 nested parts",
    () =>
      mail(
        { "Content-Type": "multipart/mixed; boundary=b0" },
        times(200, (n) => `--b${n}\nContent-Type: multipart/mixed; boundary=b${n + 1}\n\n`),
      ),
  ],
  [
    "100 nested messages",
    () =>
      mail(
        { "Content-Type": "message/rfc822" },
        times(100, () => "Subject: inner\nContent-Type: message/rfc822\n\n"),
      ),
  ],
  ["5,000 empty parts", () => multipart("mixed", Array(5000).fill(""))],
  [
    "parts that refer to themselves",
    () =>
      multipart('related; start="<a>"', [
        "Content-ID: <a>\nContent-Type: text/html\n\n<img src=cid:a><a href=cid:a>x</a>",
      ]),
  ],
  [
    "a boundary used inside too",
    () => multipart("mixed", ["Content-Type: multipart/mixed; boundary=B\n\n--B\n\ninner"]),
  ],
  ["a type that is none", () => mail({ "Content-Type": "\u202e;;;=;/" })],
  ["parameters without end", () => mail({ "Content-Type": `text/plain; ${times(5000, (n) => `name*${n}*=%FF;`)}` })],
  ["an unknown transfer encoding", () => encoded("x-rot13", "grkg\n")],
  ["base64 with junk", () => encoded("base64", "SGVs*!bG8s\x00IHdv~cmxk====\n\nA footer in the clear\n")],
  ["broken quoted-printable", () => encoded("quoted-printable", "a=ZZ b= \nc=4\n=\n==\n=3")],
  [
    "text and HTML that disagree",
    () => multipart("alternative", ["Content-Type: text/plain\n\nyes", "Content-Type: text/html\n\n<p>no"]),
  ],
  ["blank text beside HTML", () => multipart("alternative", ["Content-Type: text/plain\n\n \n\n", html])],
  ["HTML before text", () => multipart("alternative", [html, text])],
  [
    "PGP/MIME, signed",
    () =>
      multipart('signed; protocol="application/pgp-signature"', [
        text,
        "Content-Type: application/pgp-signature; name=signature.asc\n\n-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----",
      ]),
  ],
  [
    "PGP/MIME, encrypted",
    () =>
      multipart('encrypted; protocol="application/pgp-encrypted"', [
        "Content-Type: application/pgp-encrypted\n\nVersion: 1",
        "Content-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----\n\nx\n-----END PGP MESSAGE-----",
      ]),
  ],
  [
    "PGP inline",
    () =>
      mail(
        {},
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n- -- text\n-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----\n",
      ),
  ],
  [
    "S/MIME, opaque",
    () =>
      mail(
        { "Content-Type": "application/pkcs7-mime; smime-type=signed-data; name=smime.p7m" },
        Buffer.alloc(500, 0x30),
      ),
  ],
  [
    "uuencode",
    () =>
      mail(
        {},
        `See below.\nbegin 644 x.bin\n${times(40, () => "M5&AE(&9O;VP@;VX@=&AE(&AI;&P@;VX@=&AE(&AI;&P@;VX@=&AE(&AI\n")}\`\nend\n`,
      ),
  ],
  [
    "a calendar",
    () =>
      multipart("alternative", [text, "Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nEND:VCALENDAR"]),
  ],
  ["a calendar alone", () => mail({ "Content-Type": "text/calendar" }, "BEGIN:VCALENDAR\nEND:VCALENDAR\n")],
  [
    "an external body",
    () =>
      multipart("mixed", [
        text,
        'Content-Type: message/external-body; access-type=URL; URL="http://127.0.0.1:1/x"\n\nContent-Type: text/plain\n\n',
      ]),
  ],
  [
    "winmail.dat",
    () =>
      multipart("mixed", [
        text,
        "Content-Type: application/ms-tnef; name=winmail.dat\nContent-Disposition: attachment; filename=winmail.dat\n\nx",
      ]),
  ],
  [
    "a file name that leads elsewhere",
    () =>
      multipart("mixed", [
        text,
        'Content-Type: application/x-sh; name="../../etc/passwd\u202egpj.sh"\nContent-Disposition: attachment\n\nx',
      ]),
  ],
  [
    "only an attachment",
    () =>
      multipart("mixed", [
        "Content-Type: image/png\nContent-Disposition: attachment; filename=x.png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=",
      ]),
  ],
];
