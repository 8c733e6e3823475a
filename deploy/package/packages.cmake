# The Debian packages, one a component.
set(LIGHTSHIP_MAINTAINER "Lightship maintainers <maintainers@lightship.example>" CACHE STRING "Who makes the packages")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME lightship)
set(CPACK_PACKAGE_VENDOR Lightship)
# Each package has a first line of its own; what differs from this would be put before it.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${CMAKE_PROJECT_NAME} built using CMake")
set(CPACK_PACKAGE_CONTACT "${LIGHTSHIP_MAINTAINER}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_THREADS 0)
set(CPACK_COMPONENTS_ALL node client dev)
set(CPACK_COMPONENTS_GROUPING IGNORE)
# Directories as every package has them.
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)

set(CPACK_DEBIAN_NODE_PACKAGE_NAME lightship-node)
set(CPACK_DEBIAN_NODE_PACKAGE_SECTION net)
set(CPACK_DEBIAN_NODE_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_NODE_PACKAGE_DEPENDS adduser)
set(CPACK_DEBIAN_NODE_PACKAGE_RECOMMENDS "lightship-client (= ${PROJECT_VERSION})")
set(CPACK_DEBIAN_NODE_PACKAGE_CONTROL_EXTRA
    ${CMAKE_CURRENT_SOURCE_DIR}/node/postinst ${CMAKE_CURRENT_SOURCE_DIR}/node/prerm ${CMAKE_CURRENT_SOURCE_DIR}/node/postrm)
set(CPACK_COMPONENT_NODE_DESCRIPTION "node of an economy that shares piracy incident reports
lightshipd holds one economy's log of incident reports, copies and countersigns
the logs of its peers, and answers officers' questions about incidents.

The node starts once it is set up: see lightship(1), and README.Debian.")

set(CPACK_DEBIAN_CLIENT_PACKAGE_NAME lightship-client)
set(CPACK_DEBIAN_CLIENT_PACKAGE_SECTION net)
set(CPACK_DEBIAN_CLIENT_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_CLIENT_PACKAGE_SUGGESTS "xdg-utils")
set(CPACK_COMPONENT_CLIENT_DESCRIPTION "file and query piracy incident reports at your economy's node
lightship signs an officer's reports and hands them in at the economy's node,
queries incidents of all economies, checks receipts offline, and serves a web
console on the officer's own machine.")

set(CPACK_DEBIAN_DEV_PACKAGE_NAME liblightship-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS
    "libgrpc++-dev, libprotobuf-dev, libabsl-dev, libssl-dev, libsodium-dev, libp11-kit-dev")
set(CPACK_COMPONENT_DEV_DESCRIPTION "library to talk to a node of the Lightship network
Connect to an economy's node, sign and submit reports, keep what waits for a
connection, and query incidents. Headers, a static library, the protocol's
schemas and an example; for CMake and for pkg-config.")

include(CPack)
