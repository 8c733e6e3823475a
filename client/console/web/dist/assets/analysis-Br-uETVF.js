import{a,t as e}from"./index-BEs9CRi3.js";function n(){return a("div",{class:"page",children:a("h1",{children:e("nav.analysis")})})}export{n as default};
