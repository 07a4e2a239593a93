/* Passkeys: the browser asks the key, the form carries its answer. Forms say with data-passkey what is asked: create, get, or
   login (the options are fetched first). Without scripts or without WebAuthn they are not there. */
(function () {
  "use strict";

  function bytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    var out = new Uint8Array(plain.length);
    for (var i = 0; i < plain.length; i += 1) out[i] = plain.charCodeAt(i);
    return out.buffer;
  }

  function text(buffer) {
    var plain = "";
    new Uint8Array(buffer).forEach(function (byte) { plain += String.fromCharCode(byte); });
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function asked(options) {
    var key = options.publicKey;
    key.challenge = bytes(key.challenge);
    if (key.user) key.user.id = bytes(key.user.id);
    (key.excludeCredentials || []).concat(key.allowCredentials || []).forEach(function (one) { one.id = bytes(one.id); });
    return { publicKey: key };
  }

  function answered(credential) {
    var given = credential.response;
    var response = { clientDataJSON: text(given.clientDataJSON) };
    if (given.attestationObject) {
      response.attestationObject = text(given.attestationObject);
    } else {
      response.authenticatorData = text(given.authenticatorData);
      response.signature = text(given.signature);
      response.userHandle = given.userHandle ? text(given.userHandle) : null;
    }
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response: response,
      clientExtensionResults: credential.getClientExtensionResults()
    };
  }

  function options(form) {
    if (form.dataset.passkey !== "login") return Promise.resolve(JSON.parse(form.dataset.options));
    var body = new URLSearchParams();
    body.set("begin", "1");
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    return fetch(form.action, { method: "POST", body: body, credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    }).then(function (data) { return data.options; });
  }

  document.querySelectorAll("form[data-passkey]").forEach(function (form) {
    if (!window.PublicKeyCredential || !navigator.credentials) return;
    form.hidden = false;
    var said = form.querySelector("[data-said]");
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      said.textContent = "";
      options(form).then(function (given) {
        var ask = asked(given);
        return form.dataset.passkey === "create" ? navigator.credentials.create(ask) : navigator.credentials.get(ask);
      }).then(function (credential) {
        form.elements.credential.value = JSON.stringify(answered(credential));
        form.submit();
      }).catch(function () {
        said.textContent = form.dataset.failed;
      });
    });
  });
})();
