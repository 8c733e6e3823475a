import{a as e,t}from"./index-BEs9CRi3.js";function n(){return e("div",{class:"page",children:e("h1",{children:t("nav.settings")})})}export{n as default};
