/** Unpack what Python packed, deflated JSON as base64, and let its script begin: the policy has that one's hash, too. */
const bytes = Uint8Array.from(atob(document.getElementById("packed").textContent), (letter) => letter.charCodeAt(0));
const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
globalThis.pizarra = await new Response(stream).json();
const script = document.createElement("script");
script.type = "module";
script.textContent = globalThis.pizarra.script;
document.body.append(script);
