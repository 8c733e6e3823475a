import{a as r,t as e}from"./index-BEs9CRi3.js";function a(){return r("div",{class:"page",children:r("h1",{children:e("nav.report")})})}export{a as default};
