/* Where there is a kernel (JupyterLab, Notebook, VS Code, Colab): the module that anywidget loads. */

import { WIDGETS } from "./index.js";

export default {
  render({ model, el }) {
    return WIDGETS[model.get("_figure")].render({ model, el }).close;
  },
};
