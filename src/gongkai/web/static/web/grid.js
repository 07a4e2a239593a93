/* The cells of a table move and fill as in a spreadsheet: arrows, Enter, Escape, a pasted block. Rows and columns are taken
   from where the fields stand on the page, because the tables have cells of many widths. */
(function () {
  "use strict";
  var SAME_ROW = 6;

  function gridOf(table) {
    var rows = [];
    Array.prototype.forEach.call(table.querySelectorAll("td.field input"), function (input) {
      var box = input.getBoundingClientRect();
      var last = rows[rows.length - 1];
      var cell = { input: input, top: box.top, middle: box.left + box.width / 2 };
      if (last && Math.abs(last[0].top - cell.top) < SAME_ROW) last.push(cell);
      else rows.push([cell]);
    });
    return rows;
  }
  function find(rows, input) {
    for (var r = 0; r < rows.length; r++)
      for (var c = 0; c < rows[r].length; c++) if (rows[r][c].input === input) return { row: r, column: c };
    return null;
  }
  function nearest(row, middle) {
    return row.reduce(function (best, cell) {
      return Math.abs(cell.middle - middle) < Math.abs(best.middle - middle) ? cell : best;
    }).input;
  }
  function go(input) {
    input.focus();
    input.select();
  }
  function vertical(input, step) {
    var rows = gridOf(input.closest("table"));
    var at = find(rows, input);
    var row = at && rows[at.row + step];
    if (row) go(nearest(row, rows[at.row][at.column].middle));
    return !!row;
  }
  function horizontal(input, step) {
    var all = Array.prototype.slice.call(input.closest("table").querySelectorAll("td.field input"));
    var next = all[all.indexOf(input) + step];
    if (next) go(next);
    return !!next;
  }
  function atEdge(input, step) {
    var whole = input.selectionStart === 0 && input.selectionEnd === input.value.length;
    if (whole) return true;
    return input.selectionStart === input.selectionEnd && input.selectionStart === (step < 0 ? 0 : input.value.length);
  }
  function cellInput(target) {
    return target.tagName === "INPUT" && target.closest("table.edit td.field") ? target : null;
  }
  document.addEventListener("focusin", function (event) {
    var input = cellInput(event.target);
    if (!input) return;
    input.setAttribute("data-before", input.value);
    input.select();
  });
  document.addEventListener("keydown", function (event) {
    var input = cellInput(event.target);
    if (!input || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    var done = false;
    if (event.key === "ArrowDown") done = vertical(input, 1) || true;
    else if (event.key === "ArrowUp") done = vertical(input, -1) || true;
    else if (event.key === "Enter") done = vertical(input, event.shiftKey ? -1 : 1) || true;
    else if (event.key === "ArrowLeft" && !event.shiftKey && atEdge(input, -1)) done = horizontal(input, -1);
    else if (event.key === "ArrowRight" && !event.shiftKey && atEdge(input, 1)) done = horizontal(input, 1);
    else if (event.key === "Escape") {
      input.value = input.getAttribute("data-before");
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.select();
      done = true;
    }
    if (done) event.preventDefault();
  });
  document.addEventListener("paste", function (event) {
    var input = cellInput(event.target);
    var text = input && event.clipboardData ? event.clipboardData.getData("text/plain") : "";
    if (!/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
    event.preventDefault();
    var block = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map(function (line) { return line.split("\t"); });
    var rows = gridOf(input.closest("table"));
    var from = find(rows, input);
    block.forEach(function (line, r) {
      line.forEach(function (value, c) {
        var cell = (rows[from.row + r] || [])[from.column + c];
        if (!cell) return;
        cell.input.value = value.trim();
        cell.input.dispatchEvent(new Event("input", { bubbles: true }));
      });
    });
  });
})();
