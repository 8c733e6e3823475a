import{a as e,t as i}from"./index-BEs9CRi3.js";function r(){return e("div",{class:"page",children:e("h1",{children:i("nav.incident")})})}export{r as default};
