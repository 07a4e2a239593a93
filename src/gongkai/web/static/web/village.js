/* Photos are made smaller on the telephone, go up in pieces and resume where the line dropped; what was typed stays; the form
   is sent again by itself until it is answered, and its key makes that one item. Without this script the form is a plain one. */
(function () {
  "use strict";
  var form = document.getElementById("send");
  var input = document.getElementById("photos");
  var list = document.getElementById("chosen");
  var problem = document.getElementById("problem");
  var said = document.getElementById("said");
  var go = document.getElementById("go");
  var texts = [document.getElementById("about"), document.getElementById("place")];
  var most = +form.getAttribute("data-most"), pieceSize = +form.getAttribute("data-piece");
  var limit = +form.getAttribute("data-mb") * 1024 * 1024, LONGEST = 2560, SMALL = 700 * 1024;
  var kept = "village." + form.getAttribute("data-door") + ".";
  var photos = [], sending = false, done = false;

  function say(key, values) {
    return (form.getAttribute("data-say-" + key) || "").replace(/\{(\w+)\}/g, function (whole, name) { return values[name]; });
  }
  function tell(sentence) {
    problem.textContent = sentence;
    problem.hidden = !sentence;
    if (sentence) problem.focus();
  }
  function store(name, value) {
    try {
      if (value === undefined) return window.localStorage.getItem(kept + name);
      if (value === null) window.localStorage.removeItem(kept + name);
      else window.localStorage.setItem(kept + name, value);
    } catch (error) { /* a private window keeps nothing */ }
    return null;
  }
  function token() {
    return form.querySelector("[name=csrfmiddlewaretoken]").value;
  }
  function post(address, values) {
    var body = new FormData();
    body.append("csrfmiddlewaretoken", token());
    Object.keys(values).forEach(function (name) {
      if (Array.isArray(values[name])) values[name].forEach(function (value) { body.append(name, value); });
      else body.append(name, values[name]);
    });
    return fetch(address, { method: "POST", body: body, credentials: "same-origin", headers: { "X-Gongkai": "village" } });
  }
  function pause(tries) {
    return new Promise(function (resolve) {
      var timer = setTimeout(on, Math.min(2000 + tries * 1000, 15000));
      function on() {
        clearTimeout(timer);
        window.removeEventListener("online", on);
        resolve();
      }
      window.addEventListener("online", on);
    });
  }

  /* --- what was typed stays, whatever happens to the page */
  texts.forEach(function (text) {
    var before = store(text.name);
    if (!text.value && before) text.value = before;
    text.addEventListener("input", function () { store(text.name, text.value); });
  });

  /* --- photos */
  function show(photo) {
    photo.line.className = photo.failed ? "failed" : "";
    photo.state.textContent = photo.failed || (photo.id && photo.there ? say("there", {}) : photo.waiting ? say("waiting", {}) : say("going", { percent: photo.percent }));
  }
  function number() {
    photos.forEach(function (photo, at) { photo.remove.setAttribute("aria-label", say("remove", { n: at + 1 })); });
  }
  function add(file) {
    var photo = { percent: 0, tries: 0, line: document.createElement("li"), state: document.createElement("span") };
    var view = document.createElement("canvas");
    photo.remove = document.createElement("button");
    photo.remove.type = "button";
    photo.remove.textContent = "×";
    photo.state.className = "state";
    view.width = view.height = 128;
    view.setAttribute("aria-hidden", "true");
    photo.line.appendChild(view);
    photo.line.appendChild(photo.state);
    photo.line.appendChild(photo.remove);
    list.appendChild(photo.line);
    photos.push(photo);
    photo.remove.addEventListener("click", function () {
      photo.gone = true;
      photos = photos.filter(function (other) { return other !== photo; });
      list.removeChild(photo.line);
      number();
      input.focus();
      onward();
    });
    number();
    show(photo);
    smaller(file, view).then(function (blob) {
      photo.blob = blob;
      begin(photo);
    });
  }
  /* The photo as a smaller JPEG, drawn into the little picture on the way; the file itself where the browser cannot. */
  function smaller(file, view) {
    if (!window.createImageBitmap) return Promise.resolve(file);
    return window.createImageBitmap(file, { imageOrientation: "from-image" }).catch(function () {
      return window.createImageBitmap(file);
    }).then(function (picture) {
      var side = Math.min(picture.width, picture.height);
      view.getContext("2d").drawImage(picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 0, 128, 128);
      var scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
      if (scale === 1 && file.size < SMALL) return file;
      var canvas = document.createElement("canvas");
      canvas.width = Math.max(1, Math.round(picture.width * scale));
      canvas.height = Math.max(1, Math.round(picture.height * scale));
      var pen = canvas.getContext("2d");
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
      return new Promise(function (resolve) {
        canvas.toBlob(function (blob) { resolve(blob && blob.size < file.size ? blob : file); }, "image/jpeg", 0.85);
      });
    }).catch(function () { return file; });
  }
  function begin(photo) {
    if (photo.gone) return;
    post(form.getAttribute("data-photos"), { size: photo.blob.size }).then(answered).then(function (made) {
      photo.id = made.id;
      piece(photo, made.received);
    }).catch(function (error) { later(photo, error, begin); });
  }
  function piece(photo, from) {
    if (photo.gone) return;
    photo.waiting = false;
    photo.percent = Math.floor(100 * from / photo.blob.size);
    photo.there = from >= photo.blob.size;
    show(photo);
    if (photo.there) {
      photo.blob = null;
      onward();
      return;
    }
    var size = photo.blob.size;
    post(form.getAttribute("data-photos") + photo.id + "/", { offset: from, piece: photo.blob.slice(from, from + pieceSize) }).then(function (answer) {
      if (answer.status === 404) {
        photo.id = "";
        throw new Error("anew");
      }
      return answered(answer);
    }).then(function (now) {
      photo.tries = 0;
      piece(photo, Math.min(now.received, size));
    }).catch(function (error) { later(photo, error, photo.id ? resume : begin); });
  }
  function resume(photo) {
    if (photo.gone) return;
    fetch(form.getAttribute("data-photos") + photo.id + "/", { credentials: "same-origin" }).then(function (answer) {
      if (answer.status === 404) return { received: -1 };
      return answered(answer);
    }).then(function (now) {
      if (now.received < 0) begin(photo);
      else piece(photo, now.received);
    }).catch(function (error) { later(photo, error, resume); });
  }
  function answered(answer) {
    if (answer.ok) return answer.json();
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 408 && answer.status !== 429) {
      return answer.json().catch(function () { return {}; }).then(function (told) { throw { stop: true, sentence: told.problem || "" }; });
    }
    throw new Error("again");
  }
  function later(photo, error, again) {
    if (photo.gone) return;
    photo.tries += 1;
    if ((error && error.stop) || photo.tries > 300) {
      photo.failed = (error && error.sentence) || say("failed", {});
      show(photo);
      wake("");
      return;
    }
    photo.waiting = true;
    show(photo);
    pause(photo.tries).then(function () { again(photo); });
  }
  input.addEventListener("change", function () {
    var trouble = "";
    Array.prototype.forEach.call(input.files, function (file) {
      if (!/^image\/(jpeg|png)$/.test(file.type)) trouble = say("kind", {});
      else if (file.size > limit) trouble = say("large", {});
      else if (photos.length >= most) trouble = say("many", {});
      else add(file);
    });
    input.value = "";
    tell(trouble);
  });

  /* --- sending */
  function wake(sentence) {
    sending = false;
    go.disabled = false;
    said.textContent = sentence;
  }
  function onward() {
    if (sending && photos.every(function (photo) { return photo.there; })) send(0);
  }
  function send(tries) {
    if (done) return;
    said.textContent = tries ? say("retry", {}) : say("sending", {});
    post(window.location.pathname, {
      key: form.elements.key.value,
      about: texts[0].value,
      place: texts[1].value,
      photo: photos.map(function (photo) { return photo.id; })
    }).then(answered).then(function (told) {
      done = true;
      texts.forEach(function (text) { store(text.name, null); });
      window.location.replace(told.done);
    }).catch(function (error) {
      if (error && error.stop) {
        wake("");
        tell(error.sentence || say("failed", {}));
        return;
      }
      said.textContent = say("retry", {});
      pause(tries).then(function () { send(tries + 1); });
    });
  }
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    if (sending) return;
    var failed = photos.filter(function (photo) { return photo.failed; })[0];
    if (!photos.length) return tell(say("none", {}));
    if (!texts[0].value.trim()) return tell(say("about", {}));
    if (failed) return tell(failed.failed);
    tell("");
    sending = true;
    go.disabled = true;
    said.textContent = say("uploading", {});
    onward();
  });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) window.location.reload();
  });
})();
