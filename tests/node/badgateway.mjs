// Logs in with @badgateway/oauth2-client at the server of its argument, renews, and prints the number of systems.
import { OAuth2Client, OAuth2Fetch, generateCodeVerifier } from "@badgateway/oauth2-client";

const [base, clientId, clientSecret, redirectUri] = process.argv.slice(2);
const client = new OAuth2Client({
  server: base,
  clientId,
  clientSecret,
  authorizationEndpoint: "/oauth/authorize",
  tokenEndpoint: "/oauth/token",
  authenticationMethod: "client_secret_post",
});
const codeVerifier = await generateCodeVerifier();
const state = "made-up";
const link = await client.authorizationCode.getAuthorizeUri({ redirectUri, state, codeVerifier, scope: ["READSYSTEM"] });
const consent = await fetch(link, { redirect: "manual" });
const callback = consent.headers.get("location");
const granted = await client.authorizationCode.getTokenFromCodeRedirect(callback, { redirectUri, state, codeVerifier });
const signed = new OAuth2Fetch({ client, getNewToken: () => client.refreshToken(granted), scheduleRefresh: false });
const page = await signed.fetch(`${base}/api/v1/systems`);
console.log((await page.json()).numItems);
