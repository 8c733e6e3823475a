import{a,t as e}from"./index-BEs9CRi3.js";function t(){return a("div",{class:"page",children:a("h1",{children:e("nav.watch")})})}export{t as default};
