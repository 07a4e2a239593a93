/* Asks how far the check is, without reloading the page; the page itself comes again when all is done. */
(function () {
  "use strict";
  var box = document.getElementById("progress");
  var wait = 700;
  function ask() {
    fetch(box.getAttribute("data-status"), { credentials: "same-origin", headers: { Accept: "application/json" } })
      .then(function (response) {
        if (response.status === 404) window.location.reload();
        if (!response.ok) throw new Error(response.status);
        return response.json();
      })
      .then(function (state) {
        if (state.complete) {
          window.location.reload();
          return;
        }
        box.innerHTML = state.html;
        wait = Math.min(wait + 200, 3000);
        setTimeout(ask, wait);
      })
      .catch(function () {
        setTimeout(ask, 5000); // the server restarts, the network is away: go on asking
      });
  }
  setTimeout(ask, wait);
})();
