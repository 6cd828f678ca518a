// A certified provider of OpenID Connect (npm: oidc-provider), with its own sign-in pages for development: any name, any password.
// Reached as localhost, while Pult is reached as 127.0.0.1: for a browser these are two sites.
import { Provider } from 'oidc-provider'
import { freePort } from '../lib/process.mjs'

export const CLIENT = { id: 'pult', secret: 'a secret that both sides know' }

/** `origin`: Pult's. `name`: what Pult calls the provider. */
export async function startOidc({ origin, name = 'uni' }) {
  const port = await freePort()
  const issuer = `http://localhost:${port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`${origin}/api/v1/sign-on/${name}/callback`],
        post_logout_redirect_uris: [`${origin}/login`],
        backchannel_logout_uri: `${origin}/api/v1/sign-on/${name}/logout`,
        backchannel_logout_session_required: true,
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'preferred_username'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['of this test alone'] },
    features: { backchannelLogout: { enabled: true }, devInteractions: { enabled: true } },
    // Its own guard would not tell Pult about a logout: everything here is on this machine.
    fetch: (url, { dispatcher: _, ...options }) => globalThis.fetch(url, options),
    pkce: { required: () => true },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, name: `Person ${id}`, preferred_username: id, email: `${id}@hs-musterstadt.example`, email_verified: true }),
    }),
  })
  const server = await new Promise((resolve) => {
    const listening = provider.listen(port, '127.0.0.1', () => resolve(listening))
  })
  return {
    issuer,
    /** Pult's settings about it. */
    settings: {
      PULT_OIDC__0__NAME: name,
      PULT_OIDC__0__LABEL_DE: 'Mit Uni-Kennung anmelden',
      PULT_OIDC__0__LABEL_EN: 'Sign in with your university account',
      PULT_OIDC__0__ISSUER: issuer,
      PULT_OIDC__0__CLIENT_ID: CLIENT.id,
      PULT_OIDC__0__CLIENT_SECRET: CLIENT.secret,
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  }
}
