/** Unpack the page, and let its script begin: the policy has that one's hash, too. */
import { inflated } from "./packed.js";

globalThis.pizarra = await inflated(document.getElementById("packed").textContent);
const script = document.createElement("script");
script.type = "module";
script.textContent = globalThis.pizarra.script;
document.body.append(script);
