import{a,t as e}from"./index-BEs9CRi3.js";function i(){return a("div",{class:"page",children:a("h1",{children:e("nav.map")})})}export{i as default};
