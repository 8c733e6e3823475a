# liblightship: the client's library with the layers under it in one archive, its headers, schemas, CMake package and
# pkg-config file.
include(CMakePackageConfigHelpers)
set(libraries lib/${CMAKE_LIBRARY_ARCHITECTURE})

add_library(lightship_library STATIC)
foreach(layer sdk statement merkle crypto base grpc proto)
  target_sources(lightship_library PRIVATE $<TARGET_OBJECTS:lightship_${layer}>)
endforeach()
set_target_properties(lightship_library PROPERTIES
  OUTPUT_NAME lightship EXPORT_NAME sdk LINKER_LANGUAGE CXX ARCHIVE_OUTPUT_DIRECTORY ${MADE})
target_compile_features(lightship_library INTERFACE cxx_std_20)
target_link_libraries(lightship_library INTERFACE
  gRPC::grpc++ protobuf::libprotobuf absl::status absl::statusor absl::strings absl::time absl::span absl::flat_hash_map
  OpenSSL::Crypto PkgConfig::sodium PkgConfig::p11kit Threads::Threads)

# Headers are installed as <lightship/sdk/...>, <lightship/base/...> and so on, however they lie in the repository.
set(headers_stamp ${MADE}/include.stamp)
file(GLOB library_headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/client/sdk/*.h ${PROJECT_SOURCE_DIR}/node/base/*.h
     ${PROJECT_SOURCE_DIR}/node/crypto/*.h ${PROJECT_SOURCE_DIR}/node/merkle/*.h ${PROJECT_SOURCE_DIR}/node/statement/*.h)
add_custom_command(
  OUTPUT ${headers_stamp}
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/headers.py ${PROJECT_SOURCE_DIR} ${MADE}/include
  COMMAND ${CMAKE_COMMAND} -E touch ${headers_stamp}
  DEPENDS headers.py ${library_headers} VERBATIM)
add_custom_target(lightship_headers ALL DEPENDS ${headers_stamp})

install(TARGETS lightship_library EXPORT Lightship ARCHIVE DESTINATION ${libraries} COMPONENT dev
        INCLUDES DESTINATION include include/lightship)
install(DIRECTORY ${MADE}/include/ DESTINATION include COMPONENT dev)
install(DIRECTORY ${PROJECT_BINARY_DIR}/proto/lightship/v1 DESTINATION include/lightship COMPONENT dev FILES_MATCHING PATTERN "*.pb.h")
# What the schemas take from elsewhere, out of the way of whoever brings the same.
install(DIRECTORY ${PROJECT_BINARY_DIR}/proto/google DESTINATION include/lightship COMPONENT dev FILES_MATCHING PATTERN "*.pb.h")
install(DIRECTORY ${PROJECT_SOURCE_DIR}/proto/google DESTINATION share/lightship/proto COMPONENT dev FILES_MATCHING PATTERN "*.proto")
install(DIRECTORY ${PROJECT_SOURCE_DIR}/proto/lightship/v1 DESTINATION share/lightship/proto/lightship COMPONENT dev
        FILES_MATCHING PATTERN "*.proto")

set(config_directory ${libraries}/cmake/Lightship)
install(EXPORT Lightship NAMESPACE Lightship:: FILE LightshipTargets.cmake DESTINATION ${config_directory} COMPONENT dev)
write_basic_package_version_file(${MADE}/LightshipConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES LightshipConfig.cmake ${MADE}/LightshipConfigVersion.cmake DESTINATION ${config_directory} COMPONENT dev)
configure_file(lightship.pc.in lightship.pc @ONLY)
install(FILES ${MADE}/lightship.pc DESTINATION ${libraries}/pkgconfig COMPONENT dev)
install(DIRECTORY example DESTINATION share/doc/liblightship-dev COMPONENT dev)
