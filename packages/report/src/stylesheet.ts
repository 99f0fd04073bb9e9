/** The style sheet of all pages: light and dark, for phones, desktops and print. It contains no address. */
export const STYLESHEET: string = `
:root{color-scheme:light dark;--bg:#fff;--card:#f6f8fa;--line:#d5dbe1;--fg:#1b2128;--muted:#545d66;--link:#0a58ca;
--c1:#2f6fde;--c2:#c2410c;--c3:#0f766e;--c4:#7e22ce;--c5:#b3195a;--c6:#57606a;--heat:#2f6fde;
--pass:#116329;--warn:#7d5200;--fail:#b31d28;--info:#0a58ca;--passbg:#dff5e4;--warnbg:#fdf0c8;--failbg:#fde4e5;--infobg:#dfecfd}
@media (prefers-color-scheme:dark){:root{--bg:#0f141a;--card:#171e26;--line:#323c47;--fg:#e6edf3;--muted:#9eabb8;--link:#7db4ff;
--c1:#6ea8fe;--c2:#f59e5b;--c3:#4fd1c0;--c4:#c79bff;--c5:#ff8ab5;--c6:#a3adb8;--heat:#2b5fb8;
--pass:#5fd47e;--warn:#e8b84a;--fail:#ff8d93;--info:#7db4ff;--passbg:#12301c;--warnbg:#33290c;--failbg:#3b171b;--infobg:#13263f}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif;overflow-wrap:anywhere}
header,main,footer,nav{max-width:1120px;margin:0 auto;padding:0 16px}
header{padding-top:28px}
h1{font-size:1.75rem;line-height:1.25;margin:0 0 4px}
h2{font-size:1.3rem;line-height:1.3;margin:0 0 12px}
h3{font-size:1.05rem;margin:20px 0 8px}
p{margin:0 0 12px;max-width:75ch}
a{color:var(--link)}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:2px solid var(--link);outline-offset:2px}
section{padding:24px 0 8px;border-top:1px solid var(--line);margin-top:24px}
.subtitle,.note,footer{color:var(--muted)}
.note{font-size:.875rem}
.skip{position:absolute;left:-9999px}
.skip:focus{left:8px;top:8px;background:var(--bg);padding:8px}
nav ul,.legend{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:4px 16px}
nav{margin:12px auto 16px}
header:last-of-type{margin-bottom:12px}
footer{font-size:.875rem;padding-top:16px;padding-bottom:32px}
.stats{display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:12px;margin:0 0 16px}
.stat{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:10px 14px;display:flex;flex-direction:column}
.stat dt{color:var(--muted);font-size:.875rem}
.stat dd{margin:0;font-size:1.5rem;font-weight:600;line-height:1.3;font-variant-numeric:tabular-nums}
.stat .note{font-size:.8125rem;font-weight:400}
.pairs{display:grid;grid-template-columns:minmax(110px,max-content) 1fr;gap:4px 20px;margin:0 0 16px}
.pairs dt{color:var(--muted)}
.pairs dd{margin:0;min-width:0}
.scroll{overflow-x:auto;margin:0 0 16px}
table{border-collapse:collapse;font-size:.9375rem;min-width:min(100%,340px)}
caption{text-align:left;font-weight:600;padding:0 0 6px}
th,td{padding:5px 14px 5px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);unicode-bidi:isolate}
td,tbody th{overflow-wrap:break-word;max-width:60ch}
thead th{font-size:.875rem;color:var(--muted);font-weight:600;white-space:nowrap}
tbody th{font-weight:500}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
pre,code{font:.875em/1.5 ui-monospace,SFMono-Regular,Menlo,"Liberation Mono",monospace}
pre{background:var(--card);border:1px solid var(--line);border-radius:6px;padding:10px 12px;overflow-x:auto;white-space:pre-wrap;margin:0 0 16px}
details{margin:0 0 12px}
summary{cursor:pointer}
.badge{display:inline-block;border-radius:10px;padding:0 9px;font-size:.8125rem;font-weight:600;white-space:nowrap;border:1px solid}
.notice{border-left:4px solid;border-radius:4px;padding:10px 14px;margin:0 0 16px}
.notice p:last-child{margin:0}
.tone-pass{color:var(--pass)}.tone-warn{color:var(--warn)}.tone-fail{color:var(--fail)}.tone-info{color:var(--info)}.tone-muted{color:var(--muted)}
.badge.tone-pass,.notice.tone-pass{background:var(--passbg)}.badge.tone-warn,.notice.tone-warn{background:var(--warnbg)}
.badge.tone-fail,.notice.tone-fail{background:var(--failbg)}.badge.tone-info,.notice.tone-info{background:var(--infobg)}
.badge.tone-muted,.notice.tone-muted{background:var(--card)}
.notice>*{color:var(--fg)}
.text{white-space:pre-wrap;max-width:80ch;margin:0 0 12px}
mark{color:inherit;border-radius:3px;padding:0 1px;background:none}
.for1{background:var(--passbg)}.for2{background:var(--passbg);box-shadow:inset 0 -2px var(--pass)}
.against1{background:var(--failbg)}.against2{background:var(--failbg);box-shadow:inset 0 -2px var(--fail)}
.charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,440px),1fr));gap:20px 28px;margin:0 0 16px;align-items:start}
.charts .wide{grid-column:1/-1}
figure{margin:0 0 16px;max-width:520px}
figure.wide{max-width:none}
.charts figure{margin:0}
figcaption{font-weight:600;margin:0 0 4px}
figure .note{margin:4px 0 0}
.legend{font-size:.875rem;margin:0 0 4px}
.legend svg{width:22px;height:10px;margin-right:6px;vertical-align:baseline}
figure>svg,figure .scroll>svg{display:block;width:100%;height:auto}
figure.wide .scroll{margin:0}
figure.wide .scroll>svg{min-width:640px}
svg text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif;fill:var(--fg)}
svg .tick{fill:var(--muted);font-variant-numeric:tabular-nums}
svg .end{text-anchor:end}svg .middle{text-anchor:middle}
svg .strong{font-weight:600}
.grid{stroke:var(--line);stroke-width:1}
.axis{stroke:var(--muted);stroke-width:1}
.rule{stroke:var(--muted);stroke-width:1.5;stroke-dasharray:3 4}
.whisker{stroke:var(--fg);stroke-width:1.5;fill:none}
.line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
.faint{stroke-width:1.2;stroke-opacity:.6}
svg .rim{paint-order:stroke;stroke:var(--bg);stroke-width:3px;stroke-linejoin:round}
.band{stroke:none;fill-opacity:.18}
.over{fill-opacity:.45;stroke-width:1.5}
.dot{stroke:var(--bg);stroke-width:.5}
.f1{fill:var(--c1)}.f2{fill:var(--c2)}.f3{fill:var(--c3)}.f4{fill:var(--c4)}.f5{fill:var(--c5)}.f6{fill:var(--c6)}
.s1{stroke:var(--c1)}.s2{stroke:var(--c2)}.s3{stroke:var(--c3)}.s4{stroke:var(--c4)}.s5{stroke:var(--c5)}.s6{stroke:var(--c6)}
.d2{stroke-dasharray:7 4}.d3{stroke-dasharray:2 4}.d4{stroke-dasharray:9 3 2 3}.d5{stroke-dasharray:12 4}.d6{stroke-dasharray:4 2}
.heat{fill:var(--heat);stroke:var(--bg);stroke-width:1}
.f-pass{fill:var(--pass)}.f-warn{fill:var(--warn)}.f-fail{fill:var(--fail)}.f-info{fill:var(--c1)}.f-muted{fill:var(--c6)}
@media (max-width:600px){body{font-size:15px}h1{font-size:1.45rem}.stats{grid-template-columns:repeat(2,1fr)}.pairs{grid-template-columns:1fr;gap:0}.pairs dd{margin:0 0 8px}}
@media print{:root{color-scheme:light;--bg:#fff;--card:#fff;--line:#bbb;--fg:#000;--muted:#444;--link:#000;
--c1:#2f6fde;--c2:#c2410c;--c3:#0f766e;--c4:#7e22ce;--c5:#b3195a;--c6:#57606a;--heat:#2f6fde;
--pass:#116329;--warn:#7d5200;--fail:#b31d28;--info:#0a58ca;--passbg:#dff5e4;--warnbg:#fdf0c8;--failbg:#fde4e5;--infobg:#dfecfd}
*{print-color-adjust:exact}body{font-size:11pt}nav,.skip{display:none}figure,tr,.stat{break-inside:avoid}h2,h3{break-after:avoid}.scroll{overflow:visible}figure.wide .scroll>svg{min-width:0}}
`;
