/* Names the file that was chosen, beside the button. */
(function () {
  "use strict";
  Array.prototype.forEach.call(document.querySelectorAll(".pick input"), function (input) {
    input.addEventListener("change", function () {
      input.parentNode.querySelector(".picked").textContent = input.files.length ? input.files[0].name : "";
    });
  });
})();
