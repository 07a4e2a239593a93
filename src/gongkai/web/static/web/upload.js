/* Files may be dropped on the form, are listed before they are sent, and too large ones are named at once. */
(function () {
  "use strict";
  var form = document.querySelector("form.upload");
  var input = document.getElementById("files");
  var drop = document.getElementById("drop");
  var chosen = document.getElementById("chosen");
  var problem = document.getElementById("upload-problem");
  var MB = 1024 * 1024;
  var limit = { file: +form.getAttribute("data-file-mb"), visit: +form.getAttribute("data-visit-mb"), files: +form.getAttribute("data-files") };

  function say(key, values) {
    return form.getAttribute("data-say-" + key).replace(/\{(\w+)\}/g, function (whole, name) { return values[name]; });
  }
  function size(bytes) {
    return bytes < MB ? Math.max(1, Math.round(bytes / 1024)) + " KB" : (bytes / MB).toFixed(1) + " MB";
  }
  function isZip(file) {
    return /\.zip$/i.test(file.name);
  }
  function wrong(files) {
    var total = 0;
    for (var i = 0; i < files.length; i++) {
      total += files[i].size;
      if (!isZip(files[i]) && files[i].size > limit.file * MB) return say("file", { name: files[i].name, limit: limit.file });
    }
    if (total > limit.visit * MB) return say("visit", { limit: limit.visit });
    if (files.length > limit.files) return say("many", { limit: limit.files });
    return "";
  }
  function show() {
    var files = input.files;
    chosen.textContent = "";
    if (files.length) {
      var head = document.createElement("strong");
      head.textContent = say("chosen", { n: files.length });
      var list = document.createElement("ul");
      Array.prototype.forEach.call(files, function (file) {
        var item = document.createElement("li");
        var name = document.createElement("span");
        var bytes = document.createElement("span");
        name.textContent = file.name;
        bytes.textContent = size(file.size);
        item.appendChild(name);
        item.appendChild(bytes);
        list.appendChild(item);
      });
      chosen.appendChild(head);
      chosen.appendChild(list);
    }
    tell(wrong(files));
  }
  function tell(sentence) {
    problem.textContent = sentence;
    problem.hidden = !sentence;
  }
  ["dragenter", "dragover"].forEach(function (name) {
    drop.addEventListener(name, function (event) {
      event.preventDefault();
      drop.classList.add("over");
    });
  });
  ["dragleave", "drop"].forEach(function (name) {
    drop.addEventListener(name, function (event) {
      event.preventDefault();
      drop.classList.remove("over");
    });
  });
  drop.addEventListener("drop", function (event) {
    if (!event.dataTransfer || !event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    show();
  });
  input.addEventListener("change", show);
  form.addEventListener("submit", function (event) {
    var sentence = wrong(input.files);
    if (!sentence && !input.files.length && !document.getElementById("text").value.trim()) sentence = say("nothing", {});
    if (sentence) {
      event.preventDefault();
      tell(sentence);
      return;
    }
    var button = form.querySelector("button[type=submit]");
    button.textContent = button.getAttribute("data-busy");
    button.disabled = true;
  });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) window.location.reload();
  });
})();
