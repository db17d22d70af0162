// Logs in with simple-oauth2 at the server of its argument, renews, and prints the number of systems.
import { AuthorizationCode } from "simple-oauth2";

const [base, id, secret, redirect] = process.argv.slice(2);
const flow = new AuthorizationCode({
  client: { id, secret },
  auth: { tokenHost: base, tokenPath: "/oauth/token", authorizePath: "/oauth/authorize" },
  options: { authorizationMethod: "body" },
});
const link = flow.authorizeURL({ redirect_uri: redirect, scope: "READSYSTEM", state: "made-up" });
const consent = await fetch(link, { redirect: "manual" });
const code = new URL(consent.headers.get("location")).searchParams.get("code");
const granted = await flow.getToken({ code, redirect_uri: redirect });
const renewed = await granted.refresh();
const headers = { authorization: `Bearer ${renewed.token.access_token}` };
const page = await fetch(`${base}/api/v1/systems`, { headers });
console.log((await page.json()).numItems);
